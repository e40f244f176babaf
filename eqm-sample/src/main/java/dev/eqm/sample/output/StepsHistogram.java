package dev.eqm.sample.output;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** How many samples made how many steps (Figure 8): at most {@value #BINS} bars of one width. */
final class StepsHistogram {
    private static final int BINS = 40;

    private StepsHistogram() {}

    static CategoryChart of(List<Integer> steps) {
        int least = Collections.min(steps);
        int most = Collections.max(steps);
        int width = (most - least) / BINS + 1;
        int bars = (most - least) / width + 1;
        double[] counts = new double[bars];
        steps.forEach(k -> counts[(k - least) / width]++);
        List<String> names =
                IntStream.range(0, bars)
                        .map(i -> least + i * width)
                        .mapToObj(k -> width == 1 ? "" + k : k + "-" + (k + width - 1))
                        .toList();
        double mean = steps.stream().mapToInt(k -> k).average().orElse(0);
        CategoryChart chart =
                new CategoryChartBuilder()
                        .width(900)
                        .height(600)
                        .title(
                                String.format(
                                        Locale.ROOT,
                                        "Steps of %d samples, %.1f on average",
                                        steps.size(),
                                        mean))
                        .xAxisTitle("steps")
                        .yAxisTitle(Series.STEPS.axis())
                        .build();
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setAvailableSpaceFill(0.95);
        chart.getStyler().setXAxisLabelRotation(60);
        chart.addSeries("samples", names, DoubleStream.of(counts).boxed().toList());
        return ChartSheet.styled(chart);
    }
}
