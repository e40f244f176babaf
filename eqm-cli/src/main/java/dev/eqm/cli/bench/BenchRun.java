package dev.eqm.cli.bench;

import dev.eqm.cli.console.Console;
import dev.eqm.core.device.Precision;
import dev.eqm.core.store.AtomicFile;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonObject;
import dev.eqm.run.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs what was chosen, prints it as it is done, and keeps it for the JSON file. A run that is
 * interrupted has printed all that was measured until then.
 */
public final class BenchRun {
    private final Workload workload;
    private final List<Precision> precisions;
    private final Console out;
    private final Report report;
    private final JsonObject machine = Machine.facts();
    private final List<Comparison> comparisons = new ArrayList<>();
    private final List<Curve> curves = new ArrayList<>();

    /** Nothing is measured yet; prints what figures depend on. */
    public BenchRun(Workload workload, List<Precision> precisions, Console out) {
        this.workload = workload;
        this.precisions = precisions;
        this.out = out;
        this.report = new Report(out);
        report.head(machine);
        report.head(workload.toJson());
    }

    /**
     * Every benchmark, in every precision if that matters to it. Whether all can be run is asked
     * before the first one is.
     *
     * @param insist true: one that cannot be run is an error; false: it is skipped and named
     * @throws UsageException if one cannot be run, or memory does not suffice
     */
    public void measure(Map<String, Benchmark> chosen, boolean insist) {
        chosen.forEach(
                (name, benchmark) -> {
                    String obstacle = benchmark.obstacle(workload);
                    if (!obstacle.isEmpty() && insist) {
                        throw new UsageException(name + " cannot be measured: " + obstacle);
                    }
                    if (obstacle.isEmpty()) {
                        requireMemory(name, benchmark.bytes(workload));
                    }
                });
        chosen.forEach(this::measure);
    }

    /** One benchmark. The peak is that of all its comparisons together. */
    private void measure(String name, Benchmark benchmark) {
        String obstacle = benchmark.obstacle(workload);
        if (!obstacle.isEmpty()) {
            out.line("%n%s: skipped, %s", name, obstacle);
            return;
        }
        for (Precision p : benchmark.dependsOnPrecision() ? precisions : precisions.subList(0, 1)) {
            Memory.resetPeak();
            out.status("measuring " + name + " in " + p);
            for (Comparison c : benchmark.run(workload.in(p))) {
                Comparison whole = c.withPeak(Memory.peak().orElse(-1));
                comparisons.add(whole);
                report.print(whole);
            }
        }
    }

    /**
     * So many steps of what was chosen, in the first precision.
     *
     * @return whether memory stayed flat
     */
    public boolean endure(Map<String, Benchmark> chosen, long steps) {
        Workload w = workload.in(precisions.get(0));
        chosen.forEach((name, benchmark) -> requireMemory(name, benchmark.bytes(w)));
        for (String name : chosen.keySet()) {
            report.begin(name, steps, w);
            out.status(name + ": " + steps + " steps");
            Endurance endurance = new Endurance(steps, report::print);
            Curve curve = name.equals("train") ? endurance.training(w) : endurance.sampling(w);
            curves.add(curve);
            report.print(curve);
        }
        return curves.stream().allMatch(Curve::flat);
    }

    /**
     * Writes everything that was measured, and what it depends on, as JSON, complete or not at all.
     *
     * @throws UncheckedIOException naming the file and what to do
     */
    public void write(Path json) {
        JsonObject all =
                JsonObject.of("format", 1)
                        .with("machine", machine)
                        .with("settings", workload.toJson())
                        .with("results", comparisons.stream().map(Comparison::json).toList())
                        .with("endurance", curves.stream().map(Curve::json).toList());
        try {
            String text = Json.writePretty(all) + "\n";
            AtomicFile.write(json, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    json
                            + ": cannot be written ("
                            + e
                            + "); free some disk space or fix the permissions",
                    e);
        }
        out.written(json);
    }

    /** On a GPU its own memory counts, which nobody tells beforehand. */
    private void requireMemory(String name, double bytes) {
        double free = Memory.available().orElse(Long.MAX_VALUE);
        if (!workload.device().isGpu() && bytes > free) {
            throw new UsageException(
                    Report.text(
                            "%s needs about %.1f GiB of memory, but only %.1f GiB are "
                                    + "available; choose a smaller --batch or --preset",
                            name, bytes / Memory.GIB, free / Memory.GIB));
        }
    }
}
