package dev.eqm.sample.output;

import dev.eqm.sample.plot.Axis;
import dev.eqm.sample.plot.Chart;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** How many samples made how many steps (Figure 8): at most {@value #BINS} bars of one width. */
final class StepsHistogram {
    private static final int BINS = 40;
    private static final double BESIDE = 2.5; // free at both ends

    private StepsHistogram() {}

    static Chart of(List<Integer> steps) {
        int least = Collections.min(steps);
        int most = Collections.max(steps);
        int width = (most - least) / BINS + 1;
        double[] counts = new double[(most - least) / width + 1];
        steps.forEach(k -> counts[(k - least) / width]++);
        List<Chart.Bar> bars =
                IntStream.range(0, counts.length)
                        .mapToObj(i -> bar(least + i * width, width, counts[i]))
                        .toList();
        double mean = steps.stream().mapToInt(k -> k).average().orElse(0);
        double highest = DoubleStream.of(counts).max().orElse(1);
        String steady = width == 1 ? "" : ", " + width + " steps per bar";
        return new Chart(
                "Steps of %d samples".formatted(steps.size()),
                String.format(Locale.ROOT, "%.1f on average", mean) + steady,
                Axis.whole("steps per sample", least - BESIDE, most + width + BESIDE),
                Axis.whole(Series.STEPS.axis(), 0, 1.06 * highest),
                List.of(),
                bars);
    }

    /** Over the whole numbers from {@code from} on. */
    private static Chart.Bar bar(int from, int width, double height) {
        return new Chart.Bar(from - 0.5, from + width - 0.5, height);
    }
}
