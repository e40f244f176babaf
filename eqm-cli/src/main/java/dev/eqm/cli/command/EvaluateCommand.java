package dev.eqm.cli.command;

import ai.djl.Device;
import dev.eqm.cli.config.ConfigException;
import dev.eqm.cli.run.CodecChoice;
import dev.eqm.cli.run.SamplingConfig;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.kernel.Backend;
import dev.eqm.core.kernel.Precision;
import dev.eqm.core.kernel.Tf32;
import dev.eqm.models.autoencoder.Codec;
import dev.eqm.models.autoencoder.PixelCodec;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.sample.evaluation.feature.FeatureCollector;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.feature.Features;
import dev.eqm.sample.evaluation.report.Metric;
import dev.eqm.sample.evaluation.report.Scoring;
import dev.eqm.sample.evaluation.statistics.Gaussian;
import dev.eqm.sample.evaluation.statistics.GroupedMoments;
import dev.eqm.sample.evaluation.statistics.Provenance;
import dev.eqm.sample.evaluation.statistics.Reference;
import dev.eqm.sample.evaluation.statistics.ReferenceFile;
import dev.eqm.sample.generate.Decoded;
import dev.eqm.sample.generate.Decoder;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.SamplePlan;
import dev.eqm.sample.generate.Start;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eqm evaluate}. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description =
                "Scores the samples of a model, a folder of pictures or an npz file against a reference. "
                        + "Names of scores follow the features: only the FID Inception has a FID.",
        footer = {
            "",
            "eqm evaluate --run runs/fashion-mnist --count 1000 --labels balanced",
            "eqm evaluate --images samples/run-00002000/samples.npz --reference ref.npz"
        })
public final class EvaluateCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private SampleModel model;
    @Mixin private SampleLabels labels;
    @Mixin private SampleSettings settings;
    @Mixin private FeatureOptions features;
    @Mixin private VaeOptions vae;

    @Option(
            names = "--images",
            paramLabel = "PATH",
            description = "A folder of pictures or an .npz file, instead of a model's samples.")
    private Path images;

    @Option(
            names = "--reference",
            paramLabel = "FILE",
            description =
                    "Statistics of eqm stats, of pytorch-fid or of ADM; default for a run: its own data.")
    private Path reference;

    @Option(
            names = "--metrics",
            split = ",",
            description =
                    "Of ${COMPLETION-CANDIDATES}; default: all that features and reference allow.")
    private Set<Metric> metrics = EnumSet.noneOf(Metric.class);

    @Option(
            names = "--groups",
            paramLabel = "N",
            defaultValue = "" + GroupedMoments.GROUPS,
            description = "Of the jackknife behind intervals; 1: none; default ${DEFAULT-VALUE}.")
    private int groups;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of noise, draws and orders; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "cpu, cuda, cuda:N or auto; default: as configured.")
    private String device;

    @Option(names = "--precision", description = "float32 or bfloat16; default: as configured.")
    private Precision precision;

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes the report as JSON.")
    private Path json;

    @Override
    public Integer call() {
        Console console = Console.of(spec.commandLine().getOut());
        if (groups < 1 || groups > 31) {
            throw new ConfigException("--groups must lie in [1, 31], got " + groups);
        }
        EvaluationReport.requireFolder(json);
        if (images != null) {
            pictures(console);
        } else {
            samples(console);
        }
        return 0;
    }

    private void pictures(Console console) {
        if (reference == null) {
            throw new ConfigException(
                    "--images needs --reference FILE (eqm stats makes one): pictures alone have no distance");
        }
        ImageSource source = features.pictures(images);
        Device where = Backend.device(device == null ? "auto" : device);
        Tf32.use(false, where);
        try (Features net = features.open(source.shape(), where)) {
            Reference other = ReferenceFile.read(reference);
            Scoring scoring = scoring(net, other, source.size());
            try (FeatureCollector collector = new FeatureCollector(net, scoring.wanted(), where)) {
                Provenance from =
                        provenance(
                                source.describe(),
                                source.size(),
                                source.shape(),
                                features.preparation(images),
                                net);
                List<String> warnings = from.requireComparable(other.provenance());
                collector.addAll(source, source.size(), features.batch());
                Map<String, Object> protocol = new LinkedHashMap<>();
                protocol.put("images", images.toString());
                report(console, scoring, collector, from, other, warnings, protocol, where);
            }
        }
    }

    private void samples(Console console) {
        SampleModel.Found found = model.find(console);
        SamplingConfig sampling = settings.over(found.config().sampling());
        Device where = found.config().deviceOr(device);
        CodecChoice decoding = vae.choice(found.config(), found.channels());
        decoding.requireThere(); // before the network is read
        try (OpenModel open = OpenModel.of(found, precision, where);
                Codec codec = decoding.open(open.precision(), where)) {
            FieldModel network = open.network();
            SampleLabels.Wanted wanted = labels.read(open.classes(), seed);
            SamplePlan plan =
                    new SamplePlan(wanted.labels(), wanted.count(), seed, sampling.batchSize());
            Generation generation =
                    new Generation(
                            sampling.methodFor(network.timeConditional()),
                            sampling.guidance(),
                            Start.NOISE,
                            plan);
            generation.requireFits(network);
            ImageShape shape = Decoder.of(codec, network.sampleShape()).shape();
            try (Features net = features.open(shape, where)) {
                Reference other = otherOf(console, found, codec, net, where);
                Scoring scoring = scoring(net, other, plan.count());
                Provenance from = provenance(found.name(), plan.count(), shape, "", net);
                List<String> warnings = from.requireComparable(other.provenance());
                Map<String, Object> protocol = new LinkedHashMap<>();
                protocol.put("model", found.file().toString());
                protocol.put("modelSha256", EvaluationReport.hash(found.file()));
                protocol.put("sampling", sampling.toString());
                protocol.put("labels", wanted.told());
                protocol.put("seed", seed);
                protocol.put("precision", open.precision().toString());
                protocol.put("device", Backend.name(where));
                try (FeatureCollector collector =
                        new FeatureCollector(net, scoring.wanted(), where)) {
                    generation.run(
                            network,
                            List.of(new Decoded(codec, network.sampleShape(), List.of(collector))),
                            new SampleProgress(
                                    console, sampling.reports(network.timeConditional()), plan, 0));
                    report(console, scoring, collector, from, other, warnings, protocol, where);
                }
            }
        }
    }

    private Reference otherOf(
            Console console, SampleModel.Found found, Codec codec, Features net, Device where) {
        if (reference != null) {
            return ReferenceFile.read(reference);
        }
        if (!(codec instanceof PixelCodec)) {
            throw new ConfigException(
                    found.file()
                            + " learned latents, which pictures cannot be compared with: give --reference"
                            + " FILE (eqm stats makes one of pictures)");
        }
        if (SampleModel.runOf(found.file()).isEmpty()) {
            throw new ConfigException(
                    found.file()
                            + " belongs to no run whose data could be the reference: give --reference FILE");
        }
        ImageSource data = found.config().data().source().open();
        console.line("reference: the run's own data, %s", data.describe());
        return StatsCommand.reference(
                net,
                data,
                data.size(),
                true,
                features,
                where,
                () -> new String[] {"the run's data", "as the data"});
    }

    private Scoring scoring(Features net, Reference other, int count) {
        Gaussian.requireEnough(count, net.spec().dimensions().get(FeatureKind.POOLED));
        Set<Metric> wanted = metrics.isEmpty() ? Scoring.possible(net.spec(), other) : metrics;
        if (wanted.isEmpty()) {
            throw new ConfigException(
                    "features %s and reference %s have nothing in common: make the reference with the same --features"
                            .formatted(net.spec().name(), other.provenance().source()));
        }
        Scoring scoring = new Scoring(wanted, groups, 100, 1000, 10, seed);
        scoring.requirePossible(net.spec(), other);
        return scoring;
    }

    private static Provenance provenance(
            String source, int count, ImageShape shape, String preparation, Features net) {
        return new Provenance(
                source, "samples", count, shape.toString(), preparation, "", net.spec(), true);
    }

    private void report(
            Console console,
            Scoring scoring,
            FeatureCollector collector,
            Provenance from,
            Reference other,
            List<String> warnings,
            Map<String, Object> protocol,
            Device where) {
        EvaluationReport report =
                new EvaluationReport(
                        scoring.of(collector, other, where),
                        new Provenance(
                                from.source(),
                                from.split(),
                                from.count(),
                                from.shape(),
                                from.preparation(),
                                collector.hash(),
                                from.features(),
                                true),
                        other,
                        warnings,
                        protocol);
        report.print(console);
        if (json != null) {
            report.write(json);
            console.line("written to %s", json);
        }
    }
}
