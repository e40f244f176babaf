package dev.eqm.cli.command.system;

import dev.eqm.cli.golden.CaseResult;
import dev.eqm.cli.golden.CaseResult.Status;
import dev.eqm.cli.golden.Gap;
import dev.eqm.cli.golden.GoldenSuite;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Prints one line a golden case, as it is finished, and the verdict at the end.
 *
 * @param allArrays whether every array that was compared has a line
 */
record GoldenTable(PrintWriter out, boolean allArrays) implements Consumer<CaseResult> {
    @Override
    public void accept(CaseResult r) {
        switch (r.status()) {
            case PASSED, FAILED ->
                    out.printf(
                            Locale.ROOT,
                            "  %-6s %-28s %4d arrays  worst %.3g  %s%n",
                            r.status() == Status.PASSED ? "ok" : "FAILED",
                            r.id(),
                            r.arrays().size(),
                            r.worstFraction(),
                            r.worst().map(Object::toString).orElse(""));
            case ERROR -> out.printf("  ERROR  %-28s %s%n", r.id(), r.message());
            case NOT_COVERED -> {} // listed at the end
        }
        if (allArrays) {
            r.arrays().forEach(a -> out.println("           " + a));
        }
        out.flush();
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
        out.println();
        if (GoldenSuite.passed(results)) {
            out.println(passed + " cases passed: this machine computes the right numbers");
            return 0;
        }
        out.printf("%d cases passed, %d failed, %d could not be run%n", passed, failed, errors);
        out.flush();
        return failed > 0 ? 1 : 2;
    }

    private static long count(List<CaseResult> results, Status status) {
        return results.stream().filter(r -> r.status() == status).count();
    }

    private void gaps(List<CaseResult> results) {
        List<String> lines = new ArrayList<>();
        for (CaseResult r : results) {
            if (r.status() == Status.NOT_COVERED && !allArrays) {
                lines.add(r.id() + ": " + r.message());
                continue;
            }
            for (Gap gap : r.uncovered()) {
                lines.add(r.id() + ", " + gap);
            }
        }
        if (!lines.isEmpty()) {
            out.println();
            out.println("not covered:");
            lines.forEach(line -> out.println("  " + line));
        }
    }
}
