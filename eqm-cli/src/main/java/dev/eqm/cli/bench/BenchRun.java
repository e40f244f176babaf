package dev.eqm.cli.bench;

import dev.eqm.core.device.Precision;
import dev.eqm.run.UsageException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs what was chosen, prints it as it is done, and keeps it for the JSON file. */
public final class BenchRun {
    private static final double MIB = 1 << 20;

    private final Workload workload;
    private final List<Precision> precisions;
    private final PrintWriter out;
    private final Machine machine = Machine.here();
    private final List<Comparison> comparisons = new ArrayList<>();
    private final List<Curve> curves = new ArrayList<>();

    /** Nothing is measured yet; prints what figures depend on. */
    public BenchRun(Workload workload, List<Precision> precisions, PrintWriter out) {
        this.workload = workload;
        this.precisions = precisions;
        this.out = out;
        Report.head(machine, workload, out);
    }

    List<Comparison> comparisons() {
        return comparisons;
    }

    List<Curve> curves() {
        return curves;
    }

    /**
     * Every benchmark, in every precision if that matters to it.
     *
     * @param insist true: one that cannot be run is an error; false: it is skipped and named
     * @return true
     * @throws UsageException if one cannot be run, or memory does not suffice
     */
    public boolean measure(Map<String, Benchmark> chosen, boolean insist) {
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
        return true;
    }

    private void measure(String name, Benchmark benchmark) {
        String obstacle = benchmark.obstacle(workload);
        if (!obstacle.isEmpty()) {
            out.printf("%n%s: skipped, %s%n", name, obstacle);
            return;
        }
        for (Precision p : benchmark.dependsOnPrecision() ? precisions : precisions.subList(0, 1)) {
            Memory.resetPeak();
            for (Comparison c : benchmark.run(workload.in(p))) {
                Comparison whole = c.withPeak(Memory.peak().orElse(-1));
                comparisons.add(whole);
                Report.print(whole, out);
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
            out.printf(
                    "%n%s: %d steps, %s, batch %d%n%10s %14s %12s %10s%n",
                    name,
                    steps,
                    w.precisionName(),
                    w.batch(),
                    "step",
                    "resident MiB",
                    "open arrays",
                    "seconds");
            Endurance endurance = new Endurance(steps, this::print);
            Curve curve = name.equals("train") ? endurance.training(w) : endurance.sampling(w);
            curves.add(curve);
            out.printf(
                    Locale.ROOT,
                    "%s: resident memory %+.0f bytes, open arrays %+.2f in 1000 steps%n",
                    curve.flat() ? "flat" : "GROWS",
                    curve.residentSlope(),
                    curve.arraySlope());
            out.flush();
        }
        return curves.stream().allMatch(Curve::flat);
    }

    /** Everything that was measured, and what it depends on, as JSON. */
    public void write(Path json) {
        Report.write(json, machine, workload, this);
        out.println("written to " + json);
    }

    private void print(Curve.Point p) {
        out.printf(
                Locale.ROOT,
                "%10d %14.1f %12d %10.1f%n",
                p.step(),
                p.resident() / MIB,
                p.arrays(),
                p.seconds());
        out.flush();
    }

    /** On a GPU its own memory counts, which nobody tells beforehand. */
    private void requireMemory(String name, double bytes) {
        double free = Memory.available().orElse(Long.MAX_VALUE);
        if (!workload.device().isGpu() && bytes > free) {
            throw new UsageException(
                    String.format(
                            Locale.ROOT,
                            "%s needs about %.1f GiB of memory, %.1f GiB are available; choose a"
                                    + " smaller --batch or --preset",
                            name,
                            bytes / Memory.GIB,
                            free / Memory.GIB));
        }
    }
}
