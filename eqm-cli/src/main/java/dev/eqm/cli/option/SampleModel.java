package dev.eqm.cli.option;

import ai.djl.Device;
import dev.eqm.cli.console.Console;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.device.Precision;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.run.config.ConfigException;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.train.checkpoint.Checkpoints;
import dev.eqm.train.checkpoint.StateFile;
import dev.eqm.train.optim.Averages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which weights to sample from. */
public final class SampleModel {
    /**
     * What was found.
     *
     * @param file the model file
     * @param name for output folders, such as {@code fashion-mnist-00005000}
     * @param config the run's configuration; the defaults for a file outside of a run
     * @param field what of an explicit energy is followed
     */
    public record Found(Path file, String name, RunConfig config, Followed field) {
        /** The precision that is asked for, else that of the configuration. */
        public Precision precision(Precision wanted, Lanes lanes, Device device) {
            return wanted != null
                    ? wanted
                    : config.precision()
                            .resolve(
                                    ModelFile.architecture(file),
                                    config.sampling().batchSize(),
                                    lanes,
                                    device);
        }

        /** Channels of the states; reads the header only. */
        public int channels() {
            return Math.toIntExact(ModelFile.architecture(file).sampleShape().get(0));
        }

        public FieldModel open(Precision precision, Device device) {
            if (field == Followed.GRADIENT) {
                return ModelFile.readForSampling(file, precision, device);
            }
            if (ModelFile.architecture(file) instanceof EnergyArchitecture explicit) {
                return ModelFile.readForSamplingAs(file, explicit.network(), precision, device);
            }
            throw new ConfigException(
                    "--field raw-output: "
                            + file
                            + " has no explicit energy, its output is its gradient; leave the option out");
        }
    }

    @Mixin private ModelPlace place;

    @Option(
            names = "--weights",
            paramLabel = "NAME",
            defaultValue = Averages.MAIN,
            description =
                    "ema (the average), model, or another average of the run such as ema-0.9999;"
                            + " default ${DEFAULT-VALUE}.")
    private String weights;

    /** What of an explicit energy the samplers follow. */
    public enum Followed {
        /** ∇E. */
        GRADIENT,
        /** f, as the published sampler. */
        RAW_OUTPUT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Option(
            names = "--field",
            paramLabel = "NAME",
            defaultValue = "gradient",
            description =
                    "gradient, or raw-output: of a model with an explicit energy what its network"
                            + " answers, as the published sampler follows it; default ${DEFAULT-VALUE}.")
    private Followed field;

    /** Filled by picocli. */
    public SampleModel() {}

    /** For commands that name the average by another option. */
    public SampleModel(ModelPlace place, String weights) {
        this.place = place;
        this.weights = weights;
        this.field = Followed.GRADIENT;
    }

    /** The run that was named, if one was. */
    public Optional<RunFolder> namedRun() {
        if (!place.namesRun()) {
            return Optional.empty();
        }
        RunFolder run = new RunFolder(place.run());
        if (!run.exists()) {
            throw new ConfigException(run.path() + " is not a run: it has no config.yaml");
        }
        return Optional.of(run);
    }

    /** Looks for the weights and says what it took. */
    public Found find(Console console) {
        if (place.namesCheckpoint()) {
            return checkpoint(place.checkpoint());
        }
        RunFolder run =
                place.namesRun() ? new RunFolder(place.run()) : RunFolder.newest(Path.of("runs"));
        if (!run.exists()) {
            throw new ConfigException(run.path() + " is not a run: it has no config.yaml");
        }
        Checkpoints.Latest latest = Checkpoints.latest(run.checkpoints());
        latest.damaged().forEach(warning -> console.line("warning: %s", warning));
        if (latest.found().isEmpty()) {
            throw new ConfigException(
                    run.path() + " has no whole checkpoint yet; train longer, or name another run");
        }
        Path folder = latest.found().get(0);
        console.line("sampling from %s (%s weights)", folder, weights);
        return inRun(folder, run);
    }

    private Found checkpoint(Path path) {
        if (!Files.exists(path)) {
            throw new ConfigException(
                    path
                            + ": there is no such checkpoint; name a folder with state.json or a .safetensors file");
        }
        if (Files.isRegularFile(path)) {
            String name = path.getFileName().toString().replaceFirst("\\.safetensors$", "");
            return runOf(path)
                    .map(run -> new Found(path, name, run.readConfig(), field))
                    .orElse(new Found(path, name, RunConfig.DEFAULT, field));
        }
        return runOf(path)
                .map(run -> inRun(path, run))
                .orElse(
                        new Found(
                                file(path),
                                path.getFileName().toString(),
                                RunConfig.DEFAULT,
                                field));
    }

    private Found inRun(Path folder, RunFolder run) {
        return new Found(
                file(folder),
                run.path().getFileName() + "-" + folder.getFileName(),
                run.readConfig(),
                field);
    }

    private Path file(Path folder) {
        List<String> there = new ArrayList<>(StateFile.verified(folder).averages());
        there.add("model");
        String wanted = weights.toLowerCase(Locale.ROOT);
        if (!there.contains(wanted)) {
            throw new ConfigException(
                    "--weights "
                            + weights
                            + ": "
                            + folder
                            + " holds "
                            + String.join(", ", there)
                            + "; name one of these");
        }
        return folder.resolve(wanted + ".safetensors");
    }

    /** The run around {@code RUN/checkpoints/STEP[/FILE]}, if there is one. */
    public static Optional<RunFolder> runOf(Path path) {
        for (Path p = path.toAbsolutePath().normalize(); p != null; p = p.getParent()) {
            RunFolder run = new RunFolder(p);
            if (run.exists()) {
                return Optional.of(run);
            }
        }
        return Optional.empty();
    }
}
