package dev.eqm.cli.bench;

import dev.eqm.cli.console.Console;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What was measured as tables for people. Medians first, quartiles beside them: a wide range says
 * that the machine was busy and the figure should be taken again.
 */
record Report(Console out) {
    private static final double MIB = 1 << 20;

    /** What figures depend on. */
    void head(Map<String, Object> facts) {
        facts.forEach((name, value) -> out.line("%-16s %s", name, text(value)));
    }

    /** Lists as words: instruction sets. */
    private static String text(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(Object::toString).collect(Collectors.joining(" "))
                : value.toString();
    }

    /** One comparison. */
    void print(Comparison c) {
        String peak = c.peakResident() < 0 ? "" : ", peak " + mib(c.peakResident());
        out.line(
                "%n%s: %s, %s, batch %d, %d rounds%s",
                c.what(), c.title(), c.precision(), c.batch(), c.rounds(), peak);
        out.line(
                "  %-24s %10s  %-23s %14s  ratio (quartiles)",
                "variant", "median", "quartiles", c.unit());
        Comparison.Variant baseline = c.variants().get(0);
        for (Comparison.Variant v : c.variants()) {
            Quartiles s = v.seconds();
            Quartiles r = v.ratio();
            out.line(
                    "  %-24s %10s  %-23s %14.1f  %s",
                    v.name(),
                    time(s.median()),
                    time(s.lower()) + " - " + time(s.upper()),
                    c.speed(v),
                    v.name().equals(baseline.name())
                            ? "1 (baseline)"
                            : text("%.3f (%.3f - %.3f)", r.median(), r.lower(), r.upper()));
        }
        for (Comparison.Variant v : c.variants()) {
            for (Map.Entry<String, Long> e : v.bytes().entrySet()) {
                out.line(
                        "    %-40s %13s  %.3f of the baseline",
                        v.name() + ", " + e.getKey(),
                        mib(e.getValue()),
                        e.getValue() / (double) baseline.bytes().get(e.getKey()));
            }
        }
        String part = "    %-22s %10s  %5.1f %% of the step";
        c.parts().forEach((name, s) -> out.line(part, name, time(s.median()), 100 * c.share(s)));
    }

    /** What the lines of a curve mean. */
    void begin(String what, long steps, Workload w) {
        out.line("%n%s: %d steps, %s, batch %d", what, steps, w.precisionName(), w.batch());
        out.line("%10s %14s %12s %10s", "step", "resident MiB", "open arrays", "seconds");
    }

    /** A point of a curve, as soon as it was read. */
    void print(Curve.Point p) {
        out.line("%10d %14.1f %12d %10.1f", p.step(), p.resident() / MIB, p.arrays(), p.seconds());
    }

    /** The verdict on a curve. */
    void print(Curve curve) {
        out.line(
                "%s: resident memory %+.0f bytes, open arrays %+.2f per 1000 steps",
                curve.flat() ? "flat" : "GROWS", curve.residentSlope(), curve.arraySlope());
    }

    /** Whole MiB: finer differences are noise of the allocator. */
    private static String mib(long bytes) {
        return text("%.0f MiB", bytes / MIB);
    }

    /** Microseconds, milliseconds or seconds. */
    static String time(double seconds) {
        if (seconds < 1e-3) {
            return text("%.1f us", 1e6 * seconds);
        }
        return seconds < 1 ? text("%.2f ms", 1e3 * seconds) : text("%.2f s", seconds);
    }

    /** Digits of no locale. */
    static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
