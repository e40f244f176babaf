package dev.eqm.core.schedule;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.extension.Extensions;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The catalogue of schedules, and the two properties that an Equilibrium Matching schedule must
 * have.
 */
public final class GradientSchedules {
    /** How finely {@link #requireEquilibrium} looks. */
    private static final int GRID = 1000;

    private GradientSchedules() {}

    /** Name in configurations -> an example with the paper's values. */
    public static Map<String, GradientSchedule> examples() {
        Map<String, GradientSchedule> all = new LinkedHashMap<>();
        all.put("constant", new Constant(1));
        all.put("linear", new LinearDecay(4));
        all.put("truncated", new TruncatedDecay(0.8, 4));
        all.put("piecewise", new PiecewiseDecay(0.8, 1.4, 4));
        return Extensions.joined(GradientSchedule.class, all);
    }

    /**
     * Checks c ≥ 0 on [0, 1] and c(1) = 0 (Section 3.1): only then are data points equilibria of
     * the field.
     *
     * @return the schedule
     * @throws IllegalArgumentException naming the γ where the rule is broken
     */
    public static GradientSchedule requireEquilibrium(GradientSchedule schedule) {
        requireGiven("schedule", schedule);
        for (int i = 0; i <= GRID; i++) {
            double gamma = i / (double) GRID;
            double c = schedule.at(gamma);
            require(
                    c >= 0 && c < Double.POSITIVE_INFINITY,
                    "schedule %s: c(%s) = %s, but must be finite and not negative",
                    schedule,
                    gamma,
                    c);
        }
        require(
                vanishesAtData(schedule),
                "schedule %s: c(1) = %s, but must be 0 so that data points are "
                        + "equilibria (a constant magnitude is Flow Matching: use that loss)",
                schedule,
                schedule.at(1));
        return schedule;
    }

    /**
     * Checks that γ lies between noise and data. The schedules here do it; nothing outside [0, 1]
     * is on the path, and their formulas would answer all the same.
     *
     * @throws IllegalArgumentException with γ
     */
    public static void requireOnPath(double gamma) {
        if (!(gamma >= 0 && gamma <= 1)) {
            throw new BrokenRuleException(
                    "gamma must lie in [0, 1] (0 is noise, 1 is data), got " + gamma);
        }
    }

    /** Whether c(1) = 0: data points are equilibria, and the field falls to 0 towards them. */
    public static boolean vanishesAtData(GradientSchedule schedule) {
        requireGiven("schedule", schedule);
        return schedule.at(1) <= 1e-9;
    }
}
