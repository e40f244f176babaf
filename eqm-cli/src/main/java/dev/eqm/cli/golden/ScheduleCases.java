package dev.eqm.cli.golden;

import dev.eqm.core.schedule.GradientSchedule;
import dev.eqm.core.schedule.LinearDecay;
import dev.eqm.core.schedule.PiecewiseDecay;
import dev.eqm.core.schedule.TruncatedDecay;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** c(γ): {@code official_ct} and {@code <formula>[_a<a>][_b<b>]_lambda<L>_f64}. */
final class ScheduleCases implements GoldenGroup {
    /** The schedule of the published code. */
    static final GradientSchedule PUBLISHED = new TruncatedDecay(0.8, 4);

    private static final Pattern FORMULA =
            Pattern.compile(
                    "(linear|truncated|piecewise)(?:_a(N))?(?:_b(N))?_lambda(N)_f64"
                            .replace("N", Decimal.REGEX));

    @Override
    public void run(GoldenCase golden, Answers answers) {
        if (answers.expects("official_ct")) {
            double[] t = golden.tensor("t").doubles();
            answers.put("official_ct", values(PUBLISHED, t), t.length);
        }
        for (Matcher m : golden.expected(FORMULA)) {
            double[] g = golden.tensor("g_f64").doubles();
            answers.put(m.group(), values(schedule(m), g), g.length);
        }
    }

    static double[] values(GradientSchedule schedule, double[] gamma) {
        return Arrays.stream(gamma).map(schedule::at).toArray();
    }

    private static GradientSchedule schedule(Matcher m) {
        double lambda = Double.parseDouble(m.group(4));
        return switch (m.group(1)) {
            case "linear" -> new LinearDecay(lambda);
            case "truncated" -> new TruncatedDecay(setting(m, 2, "a"), lambda);
            default -> new PiecewiseDecay(setting(m, 2, "a"), setting(m, 3, "b"), lambda);
        };
    }

    private static double setting(Matcher m, int group, String letter) {
        if (m.group(group) == null) {
            throw new GoldenException(m.group(), "the name must say " + letter);
        }
        return Double.parseDouble(m.group(group));
    }
}
