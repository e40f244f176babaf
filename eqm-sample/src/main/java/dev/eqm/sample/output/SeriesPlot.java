package dev.eqm.sample.output;

import dev.eqm.sample.plot.Axis;
import dev.eqm.sample.plot.Chart;
import dev.eqm.sample.plot.Curve;
import dev.eqm.sample.plot.Ink;
import dev.eqm.sample.plot.Look;
import dev.eqm.sample.plot.Plot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Draws a {@link SeriesFile} when it is complete: one thin line a sample (the first {@value
 * #LINES}), a thick one for the mean of all, logarithmic if all values are positive; steps as a
 * histogram. PNG and SVG. Finish it after the file.
 */
public final class SeriesPlot implements SampleSink {
    static final int LINES = 100;

    private static final Look SAMPLE = Look.solid(Ink.BLUE.fainter(0.25), 0.8);
    private static final Look MEAN = Look.solid(Ink.VERMILION, 2.6);

    private final Path values;
    private final Series series;
    private final Path picture;

    /**
     * A plot to be drawn by {@link #finish}.
     *
     * @param values the complete file
     * @param series what it keeps
     * @param picture the PNG; the SVG stands beside it
     */
    public SeriesPlot(Path values, Series series, Path picture) {
        this.values = values;
        this.series = series;
        this.picture = picture;
    }

    @Override
    public void accept(SampleBatch batch) {}

    @Override
    public void finish() {
        OutputFiles.draw(picture, Plot.of(series == Series.STEPS ? histogram() : lines()));
    }

    private Chart histogram() {
        List<Integer> steps = new ArrayList<>();
        SeriesFile.forEach(values, value -> steps.add(((Number) value).intValue()));
        return StepsHistogram.of(steps);
    }

    private Chart lines() {
        List<double[]> lines = new ArrayList<>();
        Mean mean = new Mean();
        SeriesFile.forEach(
                values,
                row -> {
                    double[] line =
                            ((List<?>) row).stream().mapToDouble(SeriesPlot::number).toArray();
                    mean.add(line);
                    if (lines.size() < LINES) {
                        lines.add(line);
                    }
                });
        return chart(lines, mean);
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    private Chart chart(List<double[]> lines, Mean mean) {
        double[] average = mean.values();
        double[] all =
                DoubleStream.concat(
                                lines.stream().flatMapToDouble(Arrays::stream),
                                Arrays.stream(average))
                        .toArray();
        // zero has no logarithm: a field that vanishes everywhere is drawn on a linear axis
        boolean positive = Arrays.stream(all).allMatch(v -> v > 0);
        List<Curve> curves = new ArrayList<>();
        for (double[] line : lines) {
            curves.add(curve(curves.isEmpty() ? "a sample" : "", line, SAMPLE));
        }
        curves.add(curve("mean of " + mean.samples, average, MEAN));
        String drawn = lines.size() < mean.samples ? "the first " + LINES + " drawn" : "";
        return Chart.of(
                "%s of %d samples".formatted(series.title(), mean.samples),
                drawn,
                Axis.whole("step", 0, Math.max(2, average.length + 1)),
                Axis.around(series.axis(), positive, all),
                curves);
    }

    /** At step 1, 2, ... */
    private static Curve curve(String name, double[] values, Look look) {
        double[] steps = IntStream.rangeClosed(1, values.length).asDoubleStream().toArray();
        return Curve.of(name, steps, values, look);
    }

    /** By step, over the samples that got so far. */
    private static final class Mean {
        private double[] sums = new double[0];
        private int[] counts = new int[0];
        private int samples;

        void add(double[] line) {
            if (line.length > sums.length) {
                sums = Arrays.copyOf(sums, line.length);
                counts = Arrays.copyOf(counts, line.length);
            }
            for (int i = 0; i < line.length; i++) {
                sums[i] += line[i];
                counts[i]++;
            }
            samples++;
        }

        double[] values() {
            return IntStream.range(0, sums.length).mapToDouble(i -> sums[i] / counts[i]).toArray();
        }
    }
}
