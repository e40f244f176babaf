package dev.eqm.cli.option;

import ai.djl.Device;
import dev.eqm.run.RunListener;
import dev.eqm.run.folder.JsonFile;
import dev.eqm.run.folder.Target;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.scoring.LandscapeReport;
import dev.eqm.run.scoring.LandscapeRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * {@code eqm inspect WHAT --landscape}.
 *
 * <p>An argument group, not a mixin: {@code --landscape} is required within it, so its other flags
 * cannot be given without it, and the group is null when none of them is. {@code --cfg 1} looks at
 * the model itself; a device that is not given is the configured one.
 */
@Group(OptionGroup.LANDSCAPE)
public final class LandscapeOptions {
    private static final String FILE = "landscape.json";

    @Option(
            names = "--landscape",
            required = true,
            description =
                    "Measures, at data, at noise and along a descent, the gradient norm, "
                            + "how far the field is from being a gradient, and its local Lipschitz "
                            + "constant, and derives safe step sizes; always in float32.")
    private boolean wanted;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "32",
            description =
                    "Number of images, and of descents from noise with the same labels; default ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--path",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "Number of states examined along the run's own descent, "
                            + "including start and end; default ${DEFAULT-VALUE}.")
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
            description =
                    "Guidance scale of the field to examine; default ${DEFAULT-VALUE}, no guidance.")
    private double cfg;

    @Option(
            names = "--falls",
            split = ",",
            paramLabel = "F",
            defaultValue = "0.5,0.9,2.5",
            description =
                    "For explicit energies: runs gradient descent with eta = F/L for each F and "
                            + "counts the steps that raised the energy; default ${DEFAULT-VALUE}.")
    private List<Double> falls;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Seed for noise and probes; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--device", paramLabel = "NAME", description = "cpu, cuda, cuda:N or auto.")
    private String device;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Also writes landscape.json to this folder.")
    private Path out;

    public boolean isWanted() {
        return wanted;
    }

    /**
     * What of a model is looked at.
     *
     * @throws dev.eqm.run.UsageException if a value is wrong, or a report is in the way
     */
    public LandscapeRequest request(String what) {
        checkNumbers();
        Usage.require(
                what != null && Files.exists(Path.of(what)),
                "--landscape needs a trained model: give a run, a checkpoint folder or a model file, got %s",
                what);
        if (out != null) {
            Target.in(out, FILE);
        }
        return new LandscapeRequest(count, path, probes, cfg, falls, seed);
    }

    private void checkNumbers() {
        Usage.require(
                count >= 2, "--count must be at least 2 (for standard errors), got %s", count);
        Usage.require(path >= 2, "--path must be at least 2 (start and end), got %s", path);
        Usage.requireAtLeastOne("--probes", probes);
        Usage.require(
                falls.stream().allMatch(f -> f > 0 && f < 1000),
                "--falls must lie in (0, 1000), got %s",
                falls);
    }

    /** Where it computes. */
    public Device device(FoundModel found) {
        return found.config().computeOn(device);
    }

    /** Writes the report if a folder was named; tells whom it may concern. */
    public void write(LandscapeReport report, RunListener listener) {
        if (out != null) {
            JsonFile.write(out.resolve(FILE), report.toJson());
            listener.written(out.resolve(FILE));
        }
    }
}
