package dev.eqm.cli.command.sample;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.option.ModelOptions;
import dev.eqm.cli.option.SampleGuidance;
import dev.eqm.cli.option.SampleLabels;
import dev.eqm.cli.option.SampleOutputs;
import dev.eqm.cli.option.SampleSettings;
import dev.eqm.cli.option.SampleWhere;
import dev.eqm.cli.option.VaeOptions;
import dev.eqm.core.device.Backend;
import dev.eqm.core.store.Sha256;
import dev.eqm.models.autoencoder.Codec;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.UsageException;
import dev.eqm.run.pipeline.FollowedField;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.OpenModel;
import dev.eqm.run.sampling.SampleProgress;
import dev.eqm.run.settings.CodecChoice;
import dev.eqm.sample.generate.Classes;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.GenerationReport;
import dev.eqm.sample.generate.Labels;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.guidance.Conditioner;
import dev.eqm.sample.guidance.IntervalGuidance;
import dev.eqm.sample.output.SampleSink;
import dev.eqm.sample.output.SamplingFile;
import dev.eqm.sample.sampler.Effort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eqm sample}. */
@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        description =
                "Makes pictures with a trained model. Without --run or --checkpoint: the newest run in runs/.",
        footer = {
            "",
            "Sample i depends on the seed and on i alone, not on the batch size.",
            "Options that are not given come from the run's configuration.",
            "A run that was cut off goes on when it is started again with the same options."
        })
public final class SampleCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ModelOptions model;
    @Mixin private SampleLabels labels;
    @Mixin private SampleSettings settings;
    @Mixin private SampleWhere place;
    @Mixin private SampleGuidance interval;
    @Mixin private SampleOutputs outputs;
    @Mixin private VaeOptions vae;

    @Option(
            names = "--overwrite",
            description = "Starts anew and replaces pictures that are already in the folder.")
    private boolean overwrite;

    @Override
    public Integer call() {
        Console console = Console.of(spec.commandLine().getOut());
        FoundModel found = model.choice().find(console);
        Sampling sampling = settings.over(found.config().sampling());
        Path folder = place.folder(found);
        requireFree(folder);
        CodecChoice decoding = vae.choice(found.config(), found.channels());
        if (outputs.showsPictures()) {
            decoding.requireThere(); // before the network is read
        } else {
            decoding = new CodecChoice.Pixels(); // states are written as they are
        }
        try (OpenModel open = OpenModel.of(found, place.compute());
                Codec codec = decoding.open(open.precision(), open.device())) {
            Map<String, Object> identity = new LinkedHashMap<>();
            identity.put("model", hash(found.file()));
            identity.put("precision", open.precision().toString());
            identity.put("device", Backend.name(open.device()));
            if (open.device().isGpu() && found.config().tf32()) {
                identity.put("tf32", true);
            }
            identity.put("lanes", (long) open.lanes().count());
            identity.put("eqm", Backend.version());
            if (found.field() != FollowedField.GRADIENT) {
                identity.put("field", found.field().toString());
            }
            identify(decoding, identity);
            sample(console, open.network(), codec, open.classes(), sampling, folder, identity);
        }
        return 0;
    }

    private void sample(
            Console console,
            FieldModel network,
            Codec codec,
            Classes classes,
            Sampling sampling,
            Path folder,
            Map<String, Object> identity) {
        SampleLabels.Wanted wanted = labels.read(classes, place.seed());
        NumberedRequests plan =
                new NumberedRequests(
                        wanted.labels(), wanted.count(), place.seed(), sampling.batchSize());
        Conditioner guidance =
                interval.over(sampling.guidance(), sampling.integrates(network.architecture()));
        Generation generation =
                Generation.of(network.architecture(), sampling, plan).seeing(guidance);
        generation.requireFits(network);
        outputs.requirePossible(network, guidance, plan, sampling, codec);
        identity.put("sampling", sampling.toString());
        if (guidance instanceof IntervalGuidance some) {
            identity.put("guidanceInterval", some.interval().toString());
        }
        identity.put("labels", wanted.told());
        identity.put("count", (long) plan.count());
        identity.put("seed", place.seed());
        identity.put("labelsSha256", hash(plan.allLabels()));
        outputs.describe(plan, identity);
        try (SamplingFile progress = begin(folder, identity)) {
            if (progress.complete()) {
                console.line(
                        "%s holds these %d samples already; --overwrite makes them again",
                        folder, plan.count());
                return;
            }
            Labels.write(folder.resolve("labels.json"), plan.allLabels(), classes);
            List<SampleSink> sinks = outputs.open(console, network, plan, sampling, codec, folder);
            make(console, network, generation, sinks, progress, sampling);
            console.line("written to %s", folder);
        }
    }

    private void make(
            Console console,
            FieldModel network,
            Generation generation,
            List<SampleSink> sinks,
            SamplingFile progress,
            Sampling sampling) {
        int count = generation.plan().count();
        int before = progress.done();
        if (before > 0) {
            console.line("going on after %d of %d samples", before, count);
        }
        try {
            GenerationReport report =
                    generation.run(
                            network,
                            sinks,
                            new SampleProgress(console, generation, before),
                            progress);
            progress.saveComplete(count);
            console.line(
                    "%d samples, %s, in %s; mean gradient norm at the end %.3f",
                    count - before,
                    effort(report, sampling, generation.method().stepWord()),
                    Console.duration(report.seconds()),
                    Arrays.stream(report.gradientNorms()).average().orElse(0));
        } finally {
            sinks.forEach(SampleSink::close);
        }
    }

    private static String effort(GenerationReport report, Sampling sampling, String word) {
        Effort effort = report.effort();
        String steps = steps(report, word);
        if (sampling.gMin() > 0) {
            steps +=
                    String.format(
                            Locale.ROOT,
                            ", %d of them hit the maximum of %d above g_min %s",
                            effort.atMaximum(),
                            sampling.steps(),
                            sampling.gMin());
        }
        return effort.calls() == 0
                ? steps
                : steps + ", " + effort.calls() + " field calls, NFE " + effort.rows();
    }

    private static String steps(GenerationReport report, String word) {
        int[] made = report.steps();
        if (Arrays.stream(made).allMatch(n -> n == made[0])) {
            return made[0] + " " + word + " each";
        }
        return String.format(
                Locale.ROOT,
                "%.1f %s on average (median %.1f, at most %d)",
                report.meanSteps(),
                word,
                report.medianSteps(),
                Arrays.stream(made).max().orElse(0));
    }

    private static void identify(CodecChoice decoding, Map<String, Object> identity) {
        if (decoding instanceof CodecChoice.Kl kl) {
            identity.put("codec", hash(kl.file()));
            identity.put("codecTile", (long) kl.tile());
            identity.put("codecShape", kl.shape().toString());
        }
    }

    private SamplingFile begin(Path folder, Map<String, Object> identity) {
        try {
            return SamplingFile.open(folder, identity, overwrite);
        } catch (IllegalArgumentException e) {
            throw new UsageException(
                    e.getMessage()
                            + "; --overwrite replaces what is there, --out DIR writes elsewhere");
        }
    }

    private static String hash(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read: " + e, e);
        }
    }

    private static String hash(long[] labels) {
        return Sha256.of(Arrays.toString(labels).getBytes(StandardCharsets.US_ASCII));
    }

    /** A folder with other things than an earlier run is not touched. */
    private void requireFree(Path folder) {
        if (overwrite || !Files.isDirectory(folder) || SamplingFile.isIn(folder)) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            if (entries.anyMatch(p -> !p.endsWith(SamplingFile.LOCK))) {
                throw new UsageException(
                        folder
                                + " is not empty; --overwrite replaces what is there, "
                                + "--out DIR writes elsewhere");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + folder, e);
        }
    }
}
