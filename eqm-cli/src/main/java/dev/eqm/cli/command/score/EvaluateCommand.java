package dev.eqm.cli.command.score;

import ai.djl.Device;
import dev.eqm.cli.console.Console;
import dev.eqm.cli.option.Computing;
import dev.eqm.cli.option.FeatureDevice;
import dev.eqm.cli.option.FeatureOptions;
import dev.eqm.cli.option.MemorisationOptions;
import dev.eqm.cli.option.ModelOptions;
import dev.eqm.cli.option.SampleLabels;
import dev.eqm.cli.option.SampleSettings;
import dev.eqm.cli.option.ScoreOptions;
import dev.eqm.cli.option.VaeOptions;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.ImageSubset;
import dev.eqm.core.device.Backend;
import dev.eqm.models.autoencoder.Codec;
import dev.eqm.models.autoencoder.PixelCodec;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.UsageException;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.OpenModel;
import dev.eqm.run.sampling.LabelChoice;
import dev.eqm.run.sampling.SampleProgress;
import dev.eqm.run.settings.CodecChoice;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.sample.evaluation.feature.FeatureCollector;
import dev.eqm.sample.evaluation.feature.Features;
import dev.eqm.sample.evaluation.memorisation.KeptPictures;
import dev.eqm.sample.evaluation.memorisation.LabelledVectors;
import dev.eqm.sample.evaluation.report.Scoring;
import dev.eqm.sample.evaluation.statistics.Provenance;
import dev.eqm.sample.evaluation.statistics.Reference;
import dev.eqm.sample.evaluation.statistics.ReferenceFile;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.output.Decoded;
import dev.eqm.sample.output.Decoder;
import dev.eqm.sample.output.PictureSink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
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
                        + "Names of scores follow the features: only the FID Inception has a FID, only the"
                        + " built-in net for grey 28x28 pictures an FMD.",
        footer = {
            "",
            "eqm evaluate --run runs/fashion-mnist --count 1000 --labels balanced",
            "eqm evaluate --images samples/run-00002000/samples.npz --reference ref.npz",
            "eqm evaluate --images samples/run-00002000/samples.npz --run runs/fashion-mnist-long",
            "The built-in net fmnist28 names the class of 92.07 %% of Fashion-MNIST's test images (eqm",
            "features test); its distances are comparable with each other, and with no FID."
        })
public final class EvaluateCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ModelOptions model;
    @Mixin private SampleLabels labels;
    @Mixin private SampleSettings settings;
    @Mixin private FeatureOptions features;
    @Mixin private ScoreOptions scores;
    @Mixin private MemorisationOptions memorisation;
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
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of noise, draws and orders; default ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin private Computing computing;

    @Override
    public Integer call() {
        Console console = Console.of(spec.commandLine().getOut());
        scores.check();
        if (images != null) {
            pictures(console);
        } else {
            samples(console);
        }
        return 0;
    }

    /** With a run beside it, its data are the reference, and what is searched for copies. */
    private void pictures(Console console) {
        List<RunConfig> run =
                model.choice().namedRun().map(RunFolder::readConfig).stream().toList();
        if (reference == null && run.isEmpty()) {
            throw new UsageException(
                    "--images needs --reference FILE (eqm stats makes one) or --run DIR: pictures alone have"
                            + " no distance");
        }
        ImageSource source = features.pictures(images);
        Device where = FeatureDevice.computeOn(computing.choice().deviceOr("auto"));
        List<RunImages> own =
                wantsOwn()
                        ? run.stream().map(c -> RunImages.of(c.data().source())).toList()
                        : List.of();
        boolean looks = memorisation.isOn(console, own, source.shape(), scores.all());
        try (Features net = features.open(source.shape(), where)) {
            Reference other =
                    reference != null
                            ? ReferenceFile.read(reference)
                            : own(console, own, net, where);
            List<String> names =
                    own.isEmpty() ? source.classNames() : own.get(0).learned().classNames();
            Scoring scoring =
                    scores.scoring(
                            net,
                            other,
                            source.size(),
                            knows(net, names) && source.classes() > 1,
                            seed);
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
                List<EvaluationReport.Section> sections = new ArrayList<>();
                if (looks) {
                    KeptPictures kept = MemorisationOptions.keeper(source.shape());
                    int most = Math.min(source.size(), kept.most());
                    sections.add(
                            MemorisationOptions.compare(
                                    console,
                                    own.get(0),
                                    run.get(0).data().flip(),
                                    LabelledVectors.of(first(source, most)),
                                    seed,
                                    where));
                }
                tell(console, scoring, collector, from, other, warnings, protocol, sections, where);
            }
        }
    }

    private static ImageSubset first(ImageSource source, int count) {
        return new ImageSubset(source, IntStream.range(0, count).toArray());
    }

    /** Whether labels of such classes are those that the net tells apart. */
    public static boolean knows(Features net, List<String> classNames) {
        return !net.classes().isEmpty() && net.classes().equals(classNames);
    }

    private void samples(Console console) {
        FoundModel found = model.choice().find(console);
        Sampling sampling = settings.over(found.config().sampling());
        Device where = computing.choice().computeOn(found.config());
        CodecChoice decoding = vae.choice(found.config(), found.channels());
        decoding.requireThere(); // before the network is read
        try (OpenModel open = OpenModel.of(found, computing.choice());
                Codec codec = decoding.open(open.precision(), where)) {
            FieldModel network = open.network();
            LabelChoice wanted = labels.choice(open.classes(), seed);
            NumberedRequests plan =
                    new NumberedRequests(
                            wanted.labels(), wanted.count(), seed, sampling.batchSize());
            Generation generation = Generation.of(network.architecture(), sampling, plan);
            generation.requireFits(network);
            ImageShape shape = Decoder.of(codec, network.sampleShape()).shape();
            List<RunImages> own = own(found, codec);
            boolean looks = memorisation.isOn(console, own, shape, scores.all());
            try (Features net = features.open(shape, where)) {
                Reference other = otherOf(console, found, codec, own, net, where);
                Scoring scoring =
                        scores.scoring(
                                net, other, plan.count(), knows(net, open.classes().names()), seed);
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
                if (where.isGpu() && found.config().tf32()) {
                    protocol.put("tf32", "allowed, in model and features");
                }
                try (FeatureCollector collector =
                        new FeatureCollector(net, scoring.wanted(), where)) {
                    KeptPictures kept = MemorisationOptions.keeper(shape);
                    List<PictureSink> sinks = looks ? List.of(collector, kept) : List.of(collector);
                    generation.run(
                            network,
                            List.of(new Decoded(codec, network.sampleShape(), sinks)),
                            new SampleProgress(console, generation, 0));
                    List<EvaluationReport.Section> sections = new ArrayList<>();
                    if (looks) {
                        boolean flip = found.config().data().flip();
                        sections.add(
                                MemorisationOptions.compare(
                                        console, own.get(0), flip, kept.vectors(), seed, where));
                    }
                    tell(
                            console, scoring, collector, from, other, warnings, protocol, sections,
                            where);
                }
            }
        }
    }

    /** With a reference file a run's data may be gone. */
    private boolean wantsOwn() {
        return reference == null || memorisation.asked();
    }

    /** The images of the run around a model of pictures. */
    private List<RunImages> own(FoundModel found, Codec codec) {
        boolean known = wantsOwn() && codec instanceof PixelCodec && found.run().isPresent();
        return known ? List.of(RunImages.of(found.config().data().source())) : List.of();
    }

    private Reference own(Console console, List<RunImages> own, Features net, Device where) {
        console.line("reference: the run's own data, %s", own.get(0).learned().describe());
        return own.get(0).reference(net, scores.wantsTables(), features.batch(), where);
    }

    private Reference otherOf(
            Console console,
            FoundModel found,
            Codec codec,
            List<RunImages> own,
            Features net,
            Device where) {
        if (reference != null) {
            return ReferenceFile.read(reference);
        }
        if (!(codec instanceof PixelCodec)) {
            throw new UsageException(
                    found.file()
                            + " learned latents, which pictures cannot be compared with: give --reference"
                            + " FILE (eqm stats makes one of pictures)");
        }
        if (found.run().isEmpty()) {
            throw new UsageException(
                    found.file()
                            + " belongs to no run whose data could be the reference: give --reference FILE");
        }
        return own(console, own, net, where);
    }

    private static Provenance provenance(
            String source, int count, ImageShape shape, String preparation, Features net) {
        return new Provenance(
                source, "samples", count, shape.toString(), preparation, "", net.spec(), true);
    }

    private void tell(
            Console console,
            Scoring scoring,
            FeatureCollector collector,
            Provenance from,
            Reference other,
            List<String> warnings,
            Map<String, Object> protocol,
            List<EvaluationReport.Section> sections,
            Device where) {
        scores.tell(
                console,
                new EvaluationReport(
                        scoring.of(collector, other, where),
                        from.hashed(collector.hash()),
                        other,
                        warnings,
                        protocol,
                        sections));
    }
}
