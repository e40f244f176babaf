package dev.eqm.cli.command.score;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.cli.console.Console;
import dev.eqm.cli.option.ModelOptions;
import dev.eqm.cli.option.SheetImages;
import dev.eqm.cli.option.SheetRun;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.random.Seeds;
import dev.eqm.models.autoencoder.PixelCodec;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.run.UsageException;
import dev.eqm.run.folder.JsonFile;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.folder.Target;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.settings.CodecChoice;
import dev.eqm.sample.generate.Classes;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.guidance.GuidedVelocity;
import dev.eqm.sample.likelihood.Dequantisation;
import dev.eqm.sample.likelihood.Likelihood;
import dev.eqm.sample.likelihood.LogLikelihood;
import dev.eqm.sample.likelihood.Probe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eqm likelihood}. */
@Command(
        name = "likelihood",
        mixinStandardHelpOptions = true,
        description =
                "Bits a dimension that a Flow-Matching model needs for images, by the ODE with Hutchinson's estimator"
                        + " of the divergence; float32.",
        footer = {
            "",
            "-log2 p(x)/D + log2 127.5, where x = (b + u - 1/2)/127.5 - 1 for bytes b and uniform u in [0, 1): an upper",
            "bound of what the bytes themselves need. Given their labels, unless --labels null.",
            "Models that see no time have no such likelihood: their velocity does not end at t = 1."
        })
public final class LikelihoodCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ModelOptions model;
    @Mixin private SheetImages images;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "256",
            description = "Images; default ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "50",
            description =
                    "Steps of Heun's method, short ones near the images, two evaluations each; default ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--probes",
            paramLabel = "N",
            defaultValue = "1",
            description = "Random signs for each image; default ${DEFAULT-VALUE}.")
    private int probes;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "32",
            description = "Images at a time; default ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of dequantisation and probes; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--device", paramLabel = "NAME", description = "cpu, cuda, cuda:N or auto.")
    private String device;

    @Option(names = "--out", paramLabel = "DIR", description = "Also writes likelihood.json there.")
    private Path out;

    @Override
    public Integer call() {
        Console console = Console.of(spec.commandLine().getOut());
        Likelihood likelihood = new Likelihood(steps, probes, Probe.RADEMACHER);
        if (count < 2 || batch < 1) {
            throw new UsageException(
                    "--count must be at least 2 and --batch at least 1, got %d and %d"
                            .formatted(count, batch));
        }
        if (out != null) {
            Target.in(out, "likelihood.json");
        }
        FoundModel found = model.choice().find(console);
        if (!ModelFile.architecture(found.file()).timeConditional()) {
            throw new UsageException(
                    found.file()
                            + " sees no time: its velocity does not carry noise to data in unit time, so it"
                            + " has no likelihood by the ODE; name a Flow-Matching run");
        }
        if (!(found.config().codec().resolved(found.channels()) instanceof CodecChoice.Pixels)) {
            throw new UsageException(
                    found.file()
                            + " is a model of latents: bits a dimension are of the bytes of pictures;"
                            + " name a Flow-Matching run of pixels");
        }
        Device where = found.config().deviceOr(device);
        try (Lanes lanes = Lanes.of(found.config().lanesOn(where));
                FieldModel network = found.open(Precision.FLOAT32, where)) {
            List<String> names = found.run().map(RunFolder::classNames).orElse(List.of());
            SheetRun.Open open =
                    new SheetRun.Open(
                            console,
                            network,
                            new PixelCodec(),
                            found,
                            found.config().sampling(),
                            new Classes(network.classes(), names),
                            Precision.FLOAT32,
                            where,
                            seed,
                            Path.of("."),
                            "likelihood");
            SheetImages.Taken taken = images.take(open, count);
            BitsReport report =
                    new BitsReport(
                            found.file(),
                            images.told(open),
                            likelihood,
                            seed,
                            measure(open, taken, likelihood, lanes));
            report.print(console);
            if (out != null) {
                JsonFile.write(out.resolve("likelihood.json"), report.toJson());
                console.line("written to %s", out.resolve("likelihood.json"));
            }
        }
        return 0;
    }

    /** Batches side by side, as many at a time as there are lanes. */
    private LogLikelihood measure(
            SheetRun.Open open, SheetImages.Taken taken, Likelihood likelihood, Lanes lanes) {
        long[] seeds = LongStream.range(0, count).map(i -> Seeds.derive(seed, i)).toArray();
        float[] noisy = Dequantisation.of(taken.pixels(), seeds);
        List<LogLikelihood> parts = new ArrayList<>();
        List<Supplier<LogLikelihood>> tasks = new ArrayList<>();
        for (int first = 0; first < count; first += batch) {
            int from = first;
            int to = Math.min(count, first + batch);
            tasks.add(() -> part(open, taken, likelihood, seeds, noisy, from, to));
            if (tasks.size() == lanes.count() || to == count) {
                parts.addAll(lanes.run(tasks));
                tasks.clear();
                open.console().status(Console.bar(to / (double) count) + " " + to + " of " + count);
            }
        }
        double[] nats = parts.stream().flatMapToDouble(p -> Arrays.stream(p.nats())).toArray();
        return new LogLikelihood(nats, parts.get(0).size(), parts.get(0).evaluations());
    }

    private static LogLikelihood part(
            SheetRun.Open open,
            SheetImages.Taken taken,
            Likelihood likelihood,
            long[] seeds,
            float[] noisy,
            int from,
            int to) {
        FieldModel network = open.network();
        long[] s = network.sampleShape().getShape();
        int size = Math.toIntExact(network.sampleShape().size());
        long[] labels = taken.labels().subList(from, to).stream().mapToLong(l -> l).toArray();
        try (GradMode off = GradMode.off();
                Arena arena = Arena.open(open.device(), "images");
                GuidedVelocity velocity = new GuidedVelocity(network, Guidance.NONE, labels)) {
            float[] some = Arrays.copyOfRange(noisy, from * size, to * size);
            NDArray x = arena.of(some, to - from, s[0], s[1], s[2]);
            return likelihood.of(velocity, x, Arrays.copyOfRange(seeds, from, to));
        }
    }
}
