package dev.eqm.cli.console;

import dev.eqm.run.scoring.LandscapeReport;
import dev.eqm.sample.evaluation.statistics.Estimate;
import dev.eqm.sample.landscape.SafeSteps;
import java.util.Arrays;

/**
 * A landscape for people.
 *
 * <p>Of {@code eqm inspect --landscape}. The Lipschitz constant is the largest stretch found, a
 * lower bound of the field's own; the step sizes that follow from it are as good as that bound. The
 * lines of falls are there for an explicit energy alone.
 */
public final class LandscapeText {
    private LandscapeText() {}

    /**
     * Prints a table of the points, then what follows from it. The median is the upper one of the
     * two in the middle.
     */
    public static void print(LandscapeReport report, Console console) {
        report.facts().forEach((key, value) -> console.line("%-10s %s", key, value));
        console.line(
                "%-10s %22s  %20s  %24s", "", "|gradient|", "|J-J'|/|J+J'|", "|J|2 at a state");
        console.line(
                "%-10s %10s %11s  %9s %10s  %8s %7s %7s",
                "at", "mean", "s.e.", "ratio", "s.e.", "mean", "median", "largest");
        report.points()
                .forEach(
                        (name, point) -> {
                            Estimate norm = point.norm();
                            Estimate ratio = point.asymmetry().ratio();
                            double[] sorted = point.stretches().clone();
                            Arrays.sort(sorted);
                            console.line(
                                    "%-10s %10.3f %11.3f  %9.3g %10.2g  %8.1f %7.1f %7.1f",
                                    name,
                                    norm.value(),
                                    norm.standardError(),
                                    ratio.value(),
                                    ratio.standardError(),
                                    Estimate.mean(sorted).value(),
                                    sorted[sorted.length / 2],
                                    point.lipschitz());
                        });
        SafeSteps safe = report.safe();
        console.line(
                "J is the Jacobian of the field. |J-J'|/|J+J'| (Frobenius) is 0 for the "
                        + "gradient of an energy and 1 where rotation is as strong as gradient.");
        console.line(
                "L = %.1f is the largest |J|2 found, a lower bound for the whole field.",
                safe.lipschitz());
        console.line(
                "largest safe eta of gradient descent: 2/L = %.3g (no step "
                        + "raises the energy; on a quadratic, larger steps diverge)",
                safe.largest());
        console.line(
                "                                      1/L = %.3g (each step lowers it by at least eta/2 |gradient|^2)",
                safe.best());
        report.falls()
                .forEach(
                        (factor, f) ->
                                console.line(
                                        "eta = %s/L = %.3g: the energy rose in %d of %d updates, in %d "
                                                + "of %d samples, by at most %.3g; mean %.2f -> %.2f%s",
                                        factor,
                                        f.eta(),
                                        f.rises(),
                                        f.samples() * f.steps(),
                                        f.rising(),
                                        f.samples(),
                                        f.largestRise(),
                                        f.first(),
                                        f.last(),
                                        f.finite() ? "" : ", then no longer finite"));
    }
}
