package dev.eqm.cli.bench;

import dev.eqm.core.store.AtomicFile;
import dev.eqm.core.store.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What was measured as tables for people, and as JSON. */
final class Report {
    private static final double MIB = 1 << 20;

    private Report() {}

    /** What figures depend on. */
    static void head(Machine machine, Workload workload, PrintWriter out) {
        machine.toJson().forEach((name, value) -> out.printf("%-16s %s%n", name, text(value)));
        workload.toJson().forEach((name, value) -> out.printf("%-16s %s%n", name, text(value)));
        out.flush();
    }

    private static String text(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(Object::toString).collect(Collectors.joining(" "))
                : value.toString();
    }

    /** One comparison. */
    static void print(Comparison c, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%n%s: %s, %s, batch %d, %d rounds%s%n",
                c.what(),
                c.title(),
                c.precision(),
                c.batch(),
                c.rounds(),
                c.peakResident() < 0
                        ? ""
                        : String.format(Locale.ROOT, ", peak %.0f MiB", c.peakResident() / MIB));
        out.printf(
                "  %-24s %10s  %-23s %14s  ratio (quartiles)%n",
                "variant", "median", "quartiles", c.unit());
        for (Comparison.Variant v : c.variants()) {
            boolean baseline = v.name().equals(c.variants().get(0).name());
            out.printf(
                    Locale.ROOT,
                    "  %-24s %10s  %-23s %14.1f  %s%n",
                    v.name(),
                    time(v.seconds().median()),
                    time(v.seconds().lower()) + " - " + time(v.seconds().upper()),
                    c.speed(v),
                    baseline
                            ? "1 (baseline)"
                            : String.format(
                                    Locale.ROOT,
                                    "%.3f (%.3f - %.3f)",
                                    v.ratio().median(),
                                    v.ratio().lower(),
                                    v.ratio().upper()));
        }
        c.variants().forEach(v -> memory(v, c.variants().get(0), out));
        c.parts()
                .forEach(
                        (name, seconds) ->
                                out.printf(
                                        Locale.ROOT,
                                        "    %-22s %10s  %5.1f %% of the step%n",
                                        name,
                                        time(seconds.median()),
                                        100 * c.share(name)));
        out.flush();
    }

    private static void memory(Comparison.Variant v, Comparison.Variant baseline, PrintWriter out) {
        v.bytes()
                .forEach(
                        (name, bytes) ->
                                out.printf(
                                        Locale.ROOT,
                                        "    %-40s %9.0f MiB  %.3f of the baseline%n",
                                        v.name() + ", " + name,
                                        bytes / MIB,
                                        bytes / (double) baseline.bytes().get(name)));
    }

    /**
     * Writes everything as JSON, complete or not at all.
     *
     * @throws UncheckedIOException naming the file and what to do
     */
    static void write(Path file, Machine machine, Workload workload, BenchRun run) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("format", 1);
        all.put("machine", machine.toJson());
        all.put("settings", workload.toJson());
        all.put("results", run.comparisons().stream().map(Comparison::json).toList());
        all.put("endurance", run.curves().stream().map(Curve::json).toList());
        byte[] text = (Json.writePretty(all) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            AtomicFile.write(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    file + ": cannot be written (" + e + "); make room or mend permissions", e);
        }
    }

    /** Microseconds, milliseconds or seconds. */
    static String time(double seconds) {
        if (seconds < 1e-3) {
            return String.format(Locale.ROOT, "%.1f us", 1e6 * seconds);
        }
        return seconds < 1
                ? String.format(Locale.ROOT, "%.2f ms", 1e3 * seconds)
                : String.format(Locale.ROOT, "%.2f s", seconds);
    }
}
