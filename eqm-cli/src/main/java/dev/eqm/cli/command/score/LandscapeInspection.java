package dev.eqm.cli.command.score;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.cli.console.Console;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.device.Precision;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Noise;
import dev.eqm.core.random.Seeds;
import dev.eqm.core.store.Json;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.run.UsageException;
import dev.eqm.run.folder.JsonFile;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.landscape.DescentPath;
import dev.eqm.sample.landscape.EnergyFalls;
import dev.eqm.sample.landscape.LandscapeSurvey;
import dev.eqm.sample.landscape.PowerIteration;
import dev.eqm.sample.landscape.Projections;
import dev.eqm.sample.output.FrameSteps;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import picocli.CommandLine.Option;

/** {@code eqm inspect WHAT --landscape}. */
public final class LandscapeInspection {
    private static final int BATCH = 32;

    @Option(
            names = "--landscape",
            required = true,
            description =
                    "Gradient norm, distance from being a gradient and local Lipschitz constant at data, at noise and"
                            + " along a descent, and the step sizes that follow; always in float32.")
    private boolean wanted;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "32",
            description =
                    "Images, and descents from noise with their labels; default ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--path",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "States of the run's own descent that are looked at, noise and end among them; default"
                            + " ${DEFAULT-VALUE}.")
    private int path;

    @Option(
            names = "--probes",
            paramLabel = "N",
            defaultValue = "8",
            description =
                    "Random projections of the Jacobian at each state; default ${DEFAULT-VALUE}.")
    private int probes;

    @Option(
            names = "--cfg",
            paramLabel = "SCALE",
            defaultValue = "1",
            description = "Looks at the guided field; default ${DEFAULT-VALUE}, the model itself.")
    private double cfg;

    @Option(
            names = "--falls",
            split = ",",
            paramLabel = "F",
            defaultValue = "0.5,0.9,2.5",
            description =
                    "Of an explicit energy: gradient descent with eta = F/L for each F, and how many steps raised the"
                            + " energy; default ${DEFAULT-VALUE}.")
    private List<Double> falls;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of noise and probes; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--device", paramLabel = "NAME", description = "cpu, cuda, cuda:N or auto.")
    private String device;

    @Option(names = "--out", paramLabel = "DIR", description = "Also writes landscape.json there.")
    private Path out;

    public boolean isWanted() {
        return wanted;
    }

    /** Measures, prints, and writes the file if one is wanted. */
    public void run(String what, boolean json, Console console) {
        requireSane(what);
        JsonFile.requireFree(out, "landscape.json");
        // told below, so that JSON stands alone
        Console quiet = new Console(new PrintWriter(Writer.nullWriter()), false);
        FoundModel found = ModelChoice.of(Path.of(what)).find(quiet);
        if (ModelFile.architecture(found.file()).timeConditional()) {
            throw new UsageException(
                    found.file()
                            + " sees time: its field is another at every t, so there is no landscape;"
                            + " inspect a model that sees no time");
        }
        Device where = found.config().computeOn(device);
        LandscapeReport report;
        try (FieldModel stored = ModelFile.read(found.file(), Precision.FLOAT32, where);
                FieldModel model =
                        stored.architecture()
                                .twiceDifferentiable(Precision.FLOAT32, stored.parameters())) {
            report = measure(found, model, json ? quiet : console);
        }
        if (json) {
            console.line("%s", Json.writePretty(report.toJson()));
        } else {
            report.print(console);
        }
        if (out != null) {
            JsonFile.write(out.resolve("landscape.json"), report.toJson());
            if (!json) {
                console.line("written to %s", out.resolve("landscape.json"));
            }
        }
    }

    private void requireSane(String what) {
        if (what == null || !Files.exists(Path.of(what))) {
            throw new UsageException(
                    "--landscape is for a trained model: name a run, a checkpoint folder or a model file, got "
                            + what);
        }
        if (count < 2) {
            throw new UsageException(
                    "--count must be at least 2, for standard errors, got " + count);
        }
        if (path < 2) {
            throw new UsageException("--path must be at least 2, noise and end, got " + path);
        }
        if (falls.stream().anyMatch(f -> !(f > 0 && f < 1000))) {
            throw new UsageException("--falls must lie in (0, 1000), got " + falls);
        }
    }

    private LandscapeReport measure(FoundModel found, FieldModel model, Console console) {
        LandscapeSurvey survey =
                new LandscapeSurvey(
                        new Projections(probes),
                        PowerIteration.DEFAULT,
                        Math.min(BATCH, found.config().sampling().batchSize()));
        ImageSource source = found.config().data().source().open();
        requireFits(source, model);
        long[] labels = new long[count];
        float[] pixels = new float[count * source.shape().elementCount()];
        for (int i = 0; i < count; i++) {
            labels[i] = source.label(i);
            source.read(i, pixels, i * source.shape().elementCount());
        }
        long[] seeds = LongStream.range(0, count).map(i -> Seeds.derive(seed, i)).toArray();
        LandscapeReport report =
                new LandscapeReport(found.file(), model, source.describe(), count, probes, cfg);
        try (GradMode off = GradMode.off();
                Arena arena = Arena.open(model.parameters().device(), "landscape");
                Field field = new Guidance(cfg, 0).condition(model, labels);
                Scope scope = Scope.open()) {
            long[] shape = model.sampleShape().getShape();
            NDArray data = arena.of(pixels, count, shape[0], shape[1], shape[2]);
            console.status("looking at data");
            report.add("data", survey.at(field, data, seeds));
            NDArray noise = Noise.normal(arena, seeds, model.sampleShape());
            path(found, field, noise, seeds, arena)
                    .forEach(
                            (step, x) -> {
                                console.status("looking at step " + step);
                                report.add(
                                        step == 0 ? "noise" : "step " + step,
                                        survey.at(field, x, seeds));
                            });
            if (field.knowsEnergy()) {
                int steps = found.config().sampling().steps();
                for (double f : falls) {
                    console.status("descending with eta = " + f + "/L");
                    double eta = f * report.safe().best();
                    report.add(f, EnergyFalls.of(field, noise, eta, steps));
                }
            }
        }
        return report;
    }

    private Map<Integer, NDArray> path(
            FoundModel found, Field field, NDArray noise, long[] seeds, Arena arena) {
        Sampling sampling = found.config().sampling();
        Sampler whole =
                new Sampler(
                        sampling.rule(),
                        sampling.schedule(),
                        new StopRule.MaxSteps(sampling.steps()));
        return DescentPath.of(
                arena, whole, field, noise, seeds, FrameSteps.evenly(path, sampling.steps()));
    }

    private void requireFits(ImageSource source, FieldModel model) {
        ImageShape s = source.shape();
        long[] wanted = model.sampleShape().getShape();
        if (s.channels() != wanted[0] || s.height() != wanted[1] || s.width() != wanted[2]) {
            throw new UsageException(
                    "the data of the configuration are %s (%s), the model's states are %s"
                            .formatted(s, source.describe(), model.sampleShape()));
        }
        if (count > source.size()) {
            throw new UsageException(
                    "--count %d: there are %d images, %s"
                            .formatted(count, source.size(), source.describe()));
        }
    }
}
