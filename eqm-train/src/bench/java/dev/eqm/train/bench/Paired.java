package dev.eqm.train.bench;

import dev.eqm.core.kernel.Backend;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Variants that run in turn, round by round, each round from another place in the row. A ratio is
 * the median over rounds of two times of the same round: what slows the machine slows both.
 */
final class Paired {
    private final Map<String, Runnable> variants = new LinkedHashMap<>();
    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();
    private int round;

    /** One more variant; the first is what ratios refer to. */
    Paired add(String name, Runnable variant) {
        variants.put(name, variant);
        seconds.put(name, new ArrayList<>());
        return this;
    }

    /** Every variant once. */
    void round() {
        List<String> names = new ArrayList<>(variants.keySet());
        for (int i = 0; i < names.size(); i++) {
            String name = names.get((round + i) % names.size());
            long begin = System.nanoTime();
            variants.get(name).run();
            seconds.get(name).add((System.nanoTime() - begin) * 1e-9);
        }
        round++;
    }

    /** Forgets the rounds so far: they were the warm-up. */
    void restart() {
        seconds.values().forEach(List::clear);
    }

    /** Median, quartile and ratio of each variant. */
    void print(String title, PrintStream out) {
        out.printf("%n%s%n%s%n", title, machine());
        out.println("| variant | median ms | lower quartile ms | ratio to the first |");
        out.println("| --- | ---: | ---: | ---: |");
        List<Double> first = seconds.values().iterator().next();
        seconds.forEach(
                (name, times) -> {
                    double[] ratios = new double[times.size()];
                    Arrays.setAll(ratios, i -> times.get(i) / first.get(i));
                    double[] all = times.stream().mapToDouble(s -> 1e3 * s).toArray();
                    out.printf(
                            Locale.ROOT,
                            "| %s | %.1f | %.1f | %.3f |%n",
                            name,
                            quantile(all, 0.5),
                            quantile(all, 0.25),
                            quantile(ratios, 0.5));
                });
        out.printf("%d rounds%n", first.size());
    }

    /** What a figure depends on: versions, threads, load. */
    static String machine() {
        return String.format(
                Locale.ROOT,
                "%s, %d processors, %d threads of libtorch, load average %.1f",
                Backend.versions(),
                Runtime.getRuntime().availableProcessors(),
                Backend.threads(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** The value below which a part of all lies. */
    static double quantile(double[] values, double part) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double at = part * (sorted.length - 1);
        int low = (int) at;
        int high = Math.min(low + 1, sorted.length - 1);
        return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
    }
}
