package dev.eqm.cli.golden;

import dev.eqm.core.schedule.GradientSchedule;
import dev.eqm.core.schedule.LinearDecay;
import dev.eqm.core.schedule.PiecewiseDecay;
import dev.eqm.core.schedule.TruncatedDecay;
import dev.eqm.core.store.TensorData;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * c(γ): {@code official_ct} and {@code <formula>[_a<a>][_b<b>]_lambda<L>_f64}.
 *
 * <p>The first is the schedule of the published script at the γ of {@code t}, the others are the
 * paper's eqs. 4 to 6 at those of {@code g_f64}, in double precision on both sides.
 */
final class ScheduleCases {
    /** The schedule of the published code. */
    static final GradientSchedule PUBLISHED = new TruncatedDecay(0.8, 4);

    private static final Pattern FORMULA =
            Pattern.compile(
                    "(linear|truncated|piecewise)(?:_a(N))?(?:_b(N))?_lambda(N)_f64"
                            .replace("N", GoldenCase.NUMBER));

    private ScheduleCases() {}

    /** Evaluates every formula that a name spells, in double precision. */
    static void run(GoldenCase golden, Answers answers) {
        if (answers.expects("official_ct")) {
            answers.put("official_ct", values(PUBLISHED, golden.tensor("t")));
        }
        for (Matcher m : golden.expected(FORMULA)) {
            answers.put(m.group(), values(schedule(m), golden.tensor("g_f64")));
        }
    }

    /** c of every γ of a list. */
    static double[] values(GradientSchedule schedule, TensorData gamma) {
        return Arrays.stream(gamma.doubles()).map(schedule::at).toArray();
    }

    /** The schedule that a name spells; its letters are those of the paper's eqs. 4 to 6. */
    private static GradientSchedule schedule(Matcher m) {
        double lambda = Double.parseDouble(m.group(4));
        return switch (m.group(1)) {
            case "linear" -> new LinearDecay(lambda);
            case "truncated" -> new TruncatedDecay(setting(m, 2, "a"), lambda);
            default -> new PiecewiseDecay(setting(m, 2, "a"), setting(m, 3, "b"), lambda);
        };
    }

    /** A letter of the formula, which the name must give. */
    private static double setting(Matcher m, int group, String letter) {
        boolean given = m.group(group) != null;
        GoldenException.require(given, m.group(), "the name must say %s", letter);
        return Double.parseDouble(m.group(group));
    }
}
