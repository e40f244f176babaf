package dev.eqm.sample.output;

import java.awt.BasicStroke;
import java.awt.Color;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws a {@link SeriesFile} when it is complete: one thin line a sample (the first {@value
 * #LINES}), a thick one for the mean of all, norms logarithmic. PNG. Finish it after the file.
 */
public final class SeriesPlot implements SampleSink {
    static final int LINES = 100;

    private static final Color THIN = new Color(70, 110, 180, 70);
    private static final Color THICK = new Color(180, 40, 30);

    private final Path values;
    private final Series series;
    private final Path picture;

    /**
     * A plot to be drawn by {@link #finish}.
     *
     * @param values the complete file
     * @param series what it keeps; steps are drawn as a histogram
     * @param picture where the plot goes
     * @throws IllegalArgumentException if there is no font
     */
    public SeriesPlot(Path values, Series series, Path picture) {
        ChartSheet.requireFonts();
        this.values = values;
        this.series = series;
        this.picture = picture;
    }

    @Override
    public void accept(SampleBatch batch) {}

    @Override
    public void finish() {
        if (series == Series.STEPS) {
            List<Integer> steps = new ArrayList<>();
            SeriesFile.forEach(values, value -> steps.add(((Number) value).intValue()));
            ChartSheet.of(StepsHistogram.of(steps)).writePng(picture);
            return;
        }
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
        ChartSheet.of(chart(lines, mean)).writePng(picture);
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    private XYChart chart(List<double[]> lines, Mean mean) {
        String shown = lines.size() < mean.samples ? " (first " + LINES + " drawn)" : "";
        XYChart chart =
                new XYChartBuilder()
                        .width(900)
                        .height(600)
                        .title(series.title() + " of " + mean.samples + " samples" + shown)
                        .xAxisTitle("step")
                        .yAxisTitle(series.axis())
                        .build();
        chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNE);
        double[] average = mean.values();
        // zero has no logarithm: a field that vanishes everywhere is drawn on a linear axis
        boolean positive = lines.stream().flatMapToDouble(Arrays::stream).allMatch(v -> v > 0);
        chart.getStyler().setYAxisLogarithmic(positive);
        for (int i = 0; i < lines.size(); i++) {
            add(chart, "sample " + i, lines.get(i), THIN, 1).setShowInLegend(false);
        }
        add(chart, "mean", average, THICK, 3);
        return ChartSheet.styled(chart);
    }

    private static XYSeries add(
            XYChart chart, String name, double[] values, Color colour, float width) {
        double[] steps = IntStream.rangeClosed(1, values.length).asDoubleStream().toArray();
        XYSeries series = chart.addSeries(name, steps, values);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(colour);
        series.setLineStyle(new BasicStroke(width));
        return series;
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
