package dev.eqm.cli.command.system;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.golden.CaseResult;
import dev.eqm.cli.golden.CaseResult.Status;
import dev.eqm.cli.golden.GoldenSuite;
import dev.eqm.core.device.LibtorchVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Prints one line a golden case, as it is finished, and the verdict at the end.
 *
 * <p>A case that is not covered is no failure: it is listed before the verdict and does not change
 * the exit code.
 *
 * @param allArrays whether every array that was compared has a line
 * @param done cases so far
 * @param all cases of the set
 *     <p>A line has the status, the name, how many arrays were compared and the worst of them:
 *     first its error as a share of its tolerance, which is comparable between cases, then where it
 *     lies. The verdict is in words, for people; the exit code is for scripts.
 */
record GoldenTable(
        Console out, boolean allArrays, AtomicInteger done, int all, LibtorchVersion libtorch)
        implements Consumer<CaseResult> {
    GoldenTable(Console out, boolean allArrays, int all, LibtorchVersion libtorch) {
        this(out, allArrays, new AtomicInteger(), all, libtorch);
    }

    /** A line as soon as the case is done: large sets take minutes. */
    @Override
    public void accept(CaseResult r) {
        out.status("%d of %d cases checked".formatted(done.incrementAndGet(), all));
        switch (r.status()) {
            case PASSED, FAILED ->
                    out.line(
                            "  %-6s %-28s %4d arrays  worst %.3g  %s",
                            r.status() == Status.PASSED ? "ok" : "FAILED",
                            r.id(),
                            r.arrays().size(),
                            r.worstFraction(),
                            r.worst().map(Object::toString).orElse(""));
            case ERROR -> out.line("  ERROR  %-28s %s", r.id(), r.message());
            case NOT_COVERED -> {} // listed at the end
        }
        if (allArrays) {
            r.arrays().forEach(a -> out.line("           %s", a));
        }
    }

    /**
     * What no case covers, and the verdict.
     *
     * @return the exit code: 0 all right, 1 wrong numbers, 2 a damaged or unfit folder
     */
    int end(List<CaseResult> results) {
        gaps(results);
        long passed = count(results, Status.PASSED);
        long failed = count(results, Status.FAILED);
        long errors = count(results, Status.ERROR);
        out.line("");
        if (GoldenSuite.passed(results)) {
            out.line("%d cases passed: this machine computes the right numbers", passed);
            verdict(true);
            return 0;
        }
        out.line("%d cases passed, %d failed, %d could not be run", passed, failed, errors);
        verdict(false);
        return failed > 0 ? 1 : 2;
    }

    /** Of another libtorch than the tested one. */
    private void verdict(boolean agree) {
        String said = libtorch.verdict(agree);
        if (!said.isEmpty()) {
            out.line("%s", said);
        }
    }

    /** How many cases ended so. */
    private static long count(List<CaseResult> results, Status status) {
        return results.stream().filter(r -> r.status() == status).count();
    }

    /** What no case covers; a whole case is one line, unless all arrays are wanted. */
    private void gaps(List<CaseResult> results) {
        List<String> lines = new ArrayList<>();
        for (CaseResult r : results) {
            if (r.status() == Status.NOT_COVERED && !allArrays) {
                lines.add(r.id() + ": " + r.message());
            } else {
                r.uncovered().forEach(gap -> lines.add(r.id() + ", " + gap));
            }
        }
        if (!lines.isEmpty()) {
            out.line("%nnot covered:");
            lines.forEach(line -> out.line("  %s", line));
        }
    }
}
