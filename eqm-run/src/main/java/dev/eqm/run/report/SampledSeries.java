package dev.eqm.run.report;

import dev.eqm.core.store.JsonException;
import dev.eqm.sample.output.OutputException;
import dev.eqm.sample.output.Series;
import dev.eqm.sample.output.SeriesFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What {@code eqm sample} kept of each sample, {@code norms.json} and its like, as charts of all
 * samples together.
 *
 * @param folder of the samples
 */
record SampledSeries(Path folder) {
    /** Quantiles are of the first so many samples; means are of all. */
    private static final int RANKED = 1000;

    /** Of one series: none if the folder does not have it. */
    List<Chart> chart(Series series, List<String> passedOver) {
        Path file = folder.resolve(series.name().toLowerCase(Locale.ROOT) + ".json");
        if (Files.notExists(file)) {
            return List.of();
        }
        try {
            return List.of(series == Series.STEPS ? histogram(file) : curves(file, series));
        } catch (JsonException | OutputException | ClassCastException e) {
            passedOver.add(file + ": cannot be read (" + e.getMessage() + ").");
            return List.of();
        }
    }

    private static Chart histogram(Path file) {
        TreeMap<Long, Long> counts = new TreeMap<>();
        SeriesFile.forEach(file, value -> counts.merge((Long) value, 1L, Long::sum));
        double[] steps = counts.keySet().stream().mapToDouble(s -> s).toArray();
        double[] samples = counts.values().stream().mapToDouble(s -> s).toArray();
        return new Chart(
                "Steps per sample",
                "steps",
                "samples",
                Chart.Look.BARS,
                false,
                List.of(new Chart.Table(steps, List.of(main("samples", samples)))),
                List.of());
    }

    private static Chart.Curve main(String label, double[] values) {
        return new Chart.Curve(label, "run0", Chart.Role.MAIN, values);
    }

    /** The mean by step, between the values that a tenth of the samples is below and above. */
    private static Chart curves(Path file, Series series) {
        List<double[]> first = new ArrayList<>();
        Means means = new Means();
        SeriesFile.forEach(
                file,
                row -> {
                    double[] line = ((List<?>) row).stream().mapToDouble(Numbers::number).toArray();
                    means.add(line);
                    if (first.size() < RANKED) {
                        first.add(line);
                    }
                });
        double[] mean = means.values();
        double[] low = new double[mean.length];
        double[] high = new double[mean.length];
        for (int step = 0; step < mean.length; step++) {
            int at = step;
            double[] sorted =
                    first.stream().filter(l -> l.length > at).mapToDouble(l -> l[at]).toArray();
            Arrays.sort(sorted);
            int last = sorted.length - 1;
            low[step] = last < 0 ? Double.NaN : sorted[last / 10];
            high[step] = last < 0 ? Double.NaN : sorted[last - last / 10];
        }
        boolean norms = series == Series.NORMS;
        return new Chart(
                norms ? "Norm of the gradient along sampling" : "Energy along sampling",
                "sampling step",
                norms ? "‖∇E‖" : "E",
                Chart.Look.LINES,
                norms,
                List.of(
                        new Chart.Table(
                                IntStream.rangeClosed(1, mean.length).asDoubleStream().toArray(),
                                List.of(
                                        main("mean", mean),
                                        new Chart.Curve("10 %", "run0", Chart.Role.LOW, low),
                                        new Chart.Curve("90 %", "run0", Chart.Role.HIGH, high)))),
                List.of());
    }

    /** By step, over the samples that got so far. */
    private static final class Means {
        private double[] sums = new double[0];
        private int[] counts = new int[0];

        void add(double[] line) {
            if (line.length > sums.length) {
                sums = Arrays.copyOf(sums, line.length);
                counts = Arrays.copyOf(counts, line.length);
            }
            for (int i = 0; i < line.length; i++) {
                sums[i] += line[i];
                counts[i]++;
            }
        }

        double[] values() {
            return IntStream.range(0, sums.length).mapToDouble(i -> sums[i] / counts[i]).toArray();
        }
    }
}
