package dev.eqm.cli.option;

import dev.eqm.run.sampling.SampleOutputs;
import dev.eqm.run.sampling.TrajectoryChoice;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What to write.
 *
 * <p>{@code eqm sample} alone has them; sheets have one fixed form. The flags {@code
 * --trajectory-...} mean nothing without {@code --trajectory}. Zero stands for a number that was
 * not given: columns are then chosen from the count, and so are the samples shown.
 */
public final class OutputOptions {
    private static final int DELAY = 100; // milliseconds

    @Option(
            names = "--format",
            split = ",",
            defaultValue = "grid,png",
            description =
                    "What to write, of: ${COMPLETION-CANDIDATES} (grid.png, 000000.png ..., samples.npz with "
                            + "arr_0 as FID tools read it, latents.npz with arr_0 as the network knows it, norms.json, "
                            + "norms.png and norms.svg with the gradient norms by step, energies likewise, steps.json, "
                            + "steps.png and steps.svg with the number of steps, written with --g-min anyway); default ${DEFAULT-VALUE}.")
    private List<SampleOutputs.Format> formats;

    @Option(
            names = "--columns",
            paramLabel = "N",
            description =
                    "Of the grid; default: a column for each class where labels come in turn, else nearly square.")
    private Integer columns;

    @Option(
            names = "--trajectory",
            paramLabel = "N|STEPS",
            description =
                    "Also trajectory.png and trajectory.gif: so many frames, or frames after given updates, "
                            + "such as 0,5,50 (0 is the noise; one step: 50,).")
    private String trajectory;

    @Option(
            names = "--trajectory-samples",
            paramLabel = "N",
            description = "The first N samples are shown; default: 8, or all if there are fewer.")
    private Integer shown;

    @Option(
            names = "--trajectory-delay",
            paramLabel = "MS",
            description = "Milliseconds a frame stays; default 100.")
    private Integer delay;

    @Mixin private ScaleOption scale;

    /**
     * What was asked for, of so many samples.
     *
     * @throws dev.eqm.run.UsageException if the grid has no columns, or the trajectory other
     *     samples
     */
    public SampleOutputs choice(int count) {
        Usage.requireAtLeastOne("--columns", columns);
        Usage.require(
                trajectory == null || shown == null || (shown >= 1 && shown <= count),
                "--trajectory-samples must lie in 1 to the %s samples of the run, got %s",
                count,
                shown);
        Usage.require(
                trajectory != null || (shown == null && delay == null),
                "--trajectory-samples and --trajectory-delay have no effect without --trajectory: add it,"
                        + " or leave them out");
        Usage.require(
                columns == null || formats.contains(SampleOutputs.Format.GRID),
                "--columns has no effect without a grid: add grid to --format, or leave it out");
        Usage.require(
                !scale.isGiven()
                        || trajectory != null
                        || formats.contains(SampleOutputs.Format.GRID),
                "--scale has no effect without a grid or a trajectory: add grid to --format, or leave it out");
        TrajectoryChoice frames =
                trajectory == null
                        ? TrajectoryChoice.NONE
                        : new TrajectoryChoice(
                                trajectory,
                                shown == null ? 0 : shown,
                                delay == null ? DELAY : delay);
        return new SampleOutputs(formats, columns == null ? 0 : columns, scale.choice(), frames);
    }
}
