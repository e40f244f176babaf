package dev.eqm.cli.option;

import dev.eqm.run.scoring.OodNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/**
 * Which scores, and the numbers that they take.
 *
 * <p>{@code eqm ood} alone has them. {@code --eta} serves two scores, each other number one; a
 * number whose score was not named is refused. {@code --eta} and {@code --g-min} have defaults that
 * only the run's loss or images tell: they are handed on as {@link OodNumbers#BY_THE_RUN}.
 */
@Group(OptionGroup.SCORES)
public final class OodScoreOptions {
    private static final int CONVERGED_PERCENT = 95;
    private static final int NODES = 8;
    private static final int MOST = 100;

    @Option(
            names = "--scores",
            paramLabel = "NAME",
            split = ",",
            completionCandidates = OodScoreNames.class,
            converter = OodScoreNames.class,
            description =
                    "energy (only for explicit energies), gradient-norm, residual (gradient norm after one "
                            + "step), line-integral (integral of the gradient from a reference point), steps (until "
                            + "the gradient norm is below --g-min); default: all that the model allows.")
    private List<String> kinds = new ArrayList<>();

    @Option(
            names = "--eta",
            paramLabel = "ETA",
            description =
                    "Step size for residual and steps; default: the step that leads from near "
                            + "the data onto the data, (1 - a) / lambda for truncated decay.")
    private Double eta;

    @Option(
            names = "--reference",
            description =
                    "For line-integral, the reference point: zero (grey), mean (of "
                            + "the images in distribution) or noise; default zero.")
    private OodNumbers.Start start;

    @Option(
            names = "--nodes",
            paramLabel = "K",
            description = "For line-integral, the number of evaluations along the line; default 8.")
    private Integer nodes;

    @Option(
            names = "--g-min",
            paramLabel = "G",
            description =
                    "For steps, the gradient norm to reach; default: the norm that "
                            + CONVERGED_PERCENT
                            + " %% of the images in distribution do not exceed.")
    private Double gMin;

    @Option(
            names = "--max-steps",
            paramLabel = "N",
            description = "For steps, the maximum number; default 100.")
    private Integer most;

    /** What was named; nothing for all that the model has. */
    public List<String> names() {
        Usage.require(
                kinds.stream().distinct().count() == kinds.size(),
                "--scores contains a score twice: %s",
                kinds);
        return kinds;
    }

    /** Their numbers. */
    public OodNumbers numbers() {
        requireUsed("--eta", eta, "residual", "steps");
        requireUsed("--reference", start, "line-integral");
        requireUsed("--nodes", nodes, "line-integral");
        requireUsed("--g-min", gMin, "steps");
        requireUsed("--max-steps", most, "steps");
        return new OodNumbers(
                orByTheRun("--eta", eta),
                start == null ? OodNumbers.Start.ZERO : start,
                nodes == null ? NODES : nodes,
                orByTheRun("--g-min", gMin),
                most == null ? MOST : most);
    }

    /** A number that was given is for one of the scores that were named, if any were. */
    private void requireUsed(String flag, Object given, String... scores) {
        Usage.require(
                given == null || kinds.isEmpty() || Stream.of(scores).anyMatch(kinds::contains),
                "%s has no effect on the scores %s; it is for %s: remove it, or add that score",
                flag,
                String.join(", ", kinds),
                String.join(" and ", scores));
    }

    private static double orByTheRun(String flag, Double given) {
        Usage.require(given == null || !given.isNaN(), "%s must be a number, got %s", flag, given);
        return given == null ? OodNumbers.BY_THE_RUN : given;
    }
}
