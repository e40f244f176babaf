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
@Group(OptionGroup.OUTPUT)
public final class OutputOptions {
    private static final int DELAY = 100; // milliseconds

    @Option(
            names = "--format",
            split = ",",
            paramLabel = "NAME",
            completionCandidates = FormatNames.class,
            defaultValue = "grid,png",
            description =
                    "What to write, any of ${COMPLETION-CANDIDATES}: grid.png; 000000.png and so on; "
                            + "samples.npz (arr_0, as FID tools read it); latents.npz (arr_0, as the network produced "
                            + "them); norms.json, norms.png and norms.svg (gradient norms by step); energies likewise; steps.json, "
                            + "steps.png and steps.svg (number of steps, always written with --g-min). Default ${DEFAULT-VALUE}.")
    private List<SampleOutputs.Format> formats;

    @Option(
            names = "--columns",
            paramLabel = "N",
            description =
                    "Columns of the grid; default: one per class where the labels allow it, otherwise nearly square.")
    private Integer columns;

    @Option(
            names = "--trajectory",
            paramLabel = "N|STEPS",
            description =
                    "Also writes trajectory.png and trajectory.gif: N frames, or the frames after the "
                            + "given updates, such as 0,5,50 (0 is the noise; for a single step write 50,).")
    private String trajectory;

    @Option(
            names = "--trajectory-samples",
            paramLabel = "N",
            description = "Shows the first N samples; default: 8, or all if there are fewer.")
    private Integer shown;

    @Option(
            names = "--trajectory-delay",
            paramLabel = "MS",
            description = "Milliseconds per frame; default 100.")
    private Integer delay;

    @Mixin private ScaleOption scale;

    /** Refuses what no model could make right. */
    public void check() {
        Usage.requireAtLeastOne("--columns", columns);
        Usage.requireAtLeastOne("--trajectory-samples", shown);
        Usage.requireAtLeastOne("--trajectory-delay", delay);
    }

    /**
     * What was asked for, of so many samples.
     *
     * @throws dev.eqm.run.UsageException if the grid has no columns, or the trajectory other
     *     samples
     */
    public SampleOutputs choice(int count) {
        check();
        Usage.require(
                trajectory == null || shown == null || (shown >= 1 && shown <= count),
                "--trajectory-samples must lie in [1, %s], got %s: there are no more samples",
                count,
                shown);
        Usage.require(
                trajectory != null || (shown == null && delay == null),
                "--trajectory-samples and --trajectory-delay have no "
                        + "effect without --trajectory: add it, or remove them");
        Usage.require(
                columns == null || formats.contains(SampleOutputs.Format.GRID),
                "--columns has no effect without a grid: add grid to --format, or remove --columns");
        Usage.require(
                !scale.isGiven()
                        || trajectory != null
                        || formats.contains(SampleOutputs.Format.GRID),
                "--scale has no effect without a grid or a trajectory: add grid to --format, or remove --scale");
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
