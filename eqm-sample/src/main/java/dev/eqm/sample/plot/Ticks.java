package dev.eqm.sample.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Places on an axis that have round names. */
final class Ticks {
    private static final int MOST = 7; // on a linear axis
    private static final int FEW = 3; // on a logarithmic one
    private static final double SLACK = 1e-9; // for ends that are ticks themselves
    private static final List<Set<Integer>> DIGITS =
            List.of(Set.of(1), Set.of(1, 3), Set.of(1, 2, 5), Set.of(1, 2, 3, 5, 7));

    private Ticks() {}

    /** Multiples of 1, 2 or 5 times a power of 10. */
    static List<Axis.Tick> linear(double from, double to) {
        return multiples(step(to - from), from, to);
    }

    /** The same of whole numbers. */
    static List<Axis.Tick> whole(double from, double to) {
        return multiples(Math.max(1, step(to - from)), from, to);
    }

    private static List<Axis.Tick> multiples(double step, double from, double to) {
        List<Axis.Tick> ticks = new ArrayList<>();
        double slack = SLACK * (to - from);
        for (double k = Math.ceil((from - slack) / step); k * step <= to + slack; k++) {
            ticks.add(new Axis.Tick(k * step, text(k * step, step)));
        }
        return ticks;
    }

    /** The least round step with at most {@link #MOST} ticks. */
    private static double step(double range) {
        double power = Math.pow(10, Math.floor(Math.log10(range / MOST)));
        for (double digit : new double[] {1, 2, 5}) {
            if (range / (digit * power) <= MOST) {
                return digit * power;
            }
        }
        return 10 * power;
    }

    /**
     * Powers of 10; between few of them also 2, 3, 5 or 7 times these. A range too narrow for that
     * has linear ticks.
     */
    static List<Axis.Tick> logarithmic(double from, double to) {
        for (Set<Integer> digits : DIGITS) {
            List<Axis.Tick> ticks = new ArrayList<>();
            for (int power = (int) Math.floor(Math.log10(from));
                    Math.pow(10, power) <= to;
                    power++) {
                for (int digit : digits.stream().sorted().toList()) {
                    double at = digit * Math.pow(10, power);
                    if (at >= from * (1 - SLACK) && at <= to * (1 + SLACK)) {
                        ticks.add(new Axis.Tick(at, text(at)));
                    }
                }
            }
            if (ticks.size() >= FEW) {
                return ticks;
            }
        }
        return linear(from, to);
    }

    /** With the digits of the step. */
    private static String text(double value, double step) {
        double most = Math.max(Math.abs(value), step);
        if (most >= 1e6 || step < 1e-5) {
            return text(Math.abs(value) < step / 2 ? 0 : value);
        }
        int digits = (int) Math.max(0, -Math.floor(Math.log10(step) + SLACK));
        String number = String.format(Locale.ROOT, "%." + digits + "f", value);
        return minus(Double.parseDouble(number) == 0 ? number.replace("-", "") : number);
    }

    /** To three digits that count, as short as they are exact. */
    static String text(double value) {
        double size = Math.abs(value);
        if (size != 0 && (size >= 1e6 || size < 1e-4)) {
            String power = String.format(Locale.ROOT, "%.2e", value);
            return minus(power.replaceFirst("\\.?0*e", "e").replaceFirst("e\\+?(-?)0*", "e$1"));
        }
        double rounded = Double.parseDouble(String.format(Locale.ROOT, "%.3g", value));
        String number = String.format(Locale.ROOT, "%.7f", size >= 1000 ? value : rounded);
        return minus(number.replaceFirst("\\.?0+$", ""));
    }

    private static String minus(String number) {
        return number.replace('-', '\u2212');
    }
}
