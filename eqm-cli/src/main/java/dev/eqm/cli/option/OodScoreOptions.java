package dev.eqm.cli.option;

import dev.eqm.run.scoring.OodNumbers;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * Which scores, and the numbers that they take.
 *
 * <p>{@code eqm ood} alone has them. {@code --eta} serves two scores, each other number one; a
 * number whose score was not named is without effect. {@code --eta} and {@code --g-min} have
 * defaults that only the run's loss or images tell: they are handed on as {@link
 * OodNumbers#BY_THE_RUN}.
 */
public final class OodScoreOptions {
    private static final int CONVERGED_PERCENT = 95;

    @Option(
            names = "--scores",
            paramLabel = "NAME",
            split = ",",
            completionCandidates = OodScoreNames.class,
            converter = OodScoreNames.class,
            description =
                    "energy (explicit energies alone), gradient-norm, residual (gradient norm after"
                            + " one step), line-integral (work from a reference point), steps (until"
                            + " the gradient norm is below --g-min); default: all that the model"
                            + " has.")
    private List<String> kinds = new ArrayList<>();

    @Option(
            names = "--eta",
            paramLabel = "ETA",
            description =
                    "Step size of residual and steps; default: the step that leads from near data"
                            + " to data, (1 - a) / lambda for truncated decay.")
    private Double eta;

    @Option(
            names = "--reference",
            defaultValue = "zero",
            description =
                    "Of line-integral: zero (grey), mean (of the images in distribution) or noise;"
                            + " default ${DEFAULT-VALUE}.")
    private OodNumbers.Start start;

    @Option(
            names = "--nodes",
            paramLabel = "K",
            defaultValue = "8",
            description = "Of line-integral: evaluations on the way; default ${DEFAULT-VALUE}.")
    private int nodes;

    @Option(
            names = "--g-min",
            paramLabel = "G",
            description =
                    "Of steps; default: the gradient norm that "
                            + CONVERGED_PERCENT
                            + " %% of the images in distribution have at most.")
    private Double gMin;

    @Option(
            names = "--max-steps",
            paramLabel = "N",
            defaultValue = "100",
            description = "Of steps: the most; default ${DEFAULT-VALUE}.")
    private int most;

    /** What was named; nothing for all that the model has. */
    public List<String> names() {
        Usage.require(
                kinds.stream().distinct().count() == kinds.size(),
                "--scores names one twice: %s",
                kinds);
        return kinds;
    }

    /** Their numbers. */
    public OodNumbers numbers() {
        return new OodNumbers(
                orByTheRun("--eta", eta), start, nodes, orByTheRun("--g-min", gMin), most);
    }

    private static double orByTheRun(String flag, Double given) {
        Usage.require(given == null || !given.isNaN(), "%s must be a number, got %s", flag, given);
        return given == null ? OodNumbers.BY_THE_RUN : given;
    }
}
