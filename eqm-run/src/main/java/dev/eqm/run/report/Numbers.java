package dev.eqm.run.report;

import java.util.Locale;

/** Numbers as people read them: four digits, the same on every machine. */
final class Numbers {
    /** What stands for a number that there is not. */
    static final String NONE = "–";

    private static final double LARGE = 1e4;
    private static final double LARGEST = 1e12;

    private Numbers() {}

    /** Four digits without zeros behind them; thousands are grouped. */
    static String text(double value) {
        if (!Double.isFinite(value)) {
            return NONE;
        }
        double size = Math.abs(value);
        if (size >= LARGE && size < LARGEST) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        String text = String.format(Locale.ROOT, "%.4g", value);
        return text.contains("e") || !text.contains(".")
                ? text
                : text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }

    /** Any value of a JSON file or a map: numbers as {@link #text(double)}, whole ones whole. */
    static String of(Object value) {
        if (value instanceof Long || value instanceof Integer) {
            return whole(((Number) value).longValue());
        }
        return value instanceof Number n
                ? text(n.doubleValue())
                : value == null ? NONE : "" + value;
    }

    /** {@code 12,000}. */
    static String whole(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** {@code 12.3 %} of a share. */
    static String percent(double share) {
        return Double.isFinite(share) ? String.format(Locale.ROOT, "%.1f %%", 100 * share) : NONE;
    }

    /** {@code 7.23 [7.1, 7.4]}. */
    static String interval(double value, double low, double high) {
        boolean known = Double.isFinite(low) && Double.isFinite(high);
        return known ? "%s [%s, %s]".formatted(text(value), text(low), text(high)) : text(value);
    }

    /** {@code 1 image}, {@code 12,000 images}. */
    static String counted(long count, String one) {
        return whole(count) + " " + one + (count == 1 ? "" : "s");
    }

    /** Seven digits, for the charts: as many as TensorBoard keeps, and half as long as all. */
    static double roundedOrNaN(double value) {
        return Double.isFinite(value)
                ? Double.parseDouble(String.format(Locale.ROOT, "%.6e", value))
                : Double.NaN;
    }

    /** A number of a JSON object; NaN if it is none. */
    static double number(Object value) {
        return value instanceof Number n ? n.doubleValue() : Double.NaN;
    }
}
