package dev.eqm.run.report;

import dev.eqm.run.folder.RunHistory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What a run's {@code metrics.jsonl} holds.
 *
 * @param lines one a logged step, steps ascending
 * @param scores of samples while it trained, in order
 * @param times seconds spent in the parts of all steps, by name
 */
record MetricsLog(List<Line> lines, List<Scores> scores, Map<String, Double> times) {
    /** Nothing was logged. */
    static final MetricsLog EMPTY = new MetricsLog(List.of(), List.of(), Map.of());

    /**
     * A logged step. Numbers that are not there are NaN.
     *
     * @param byGamma explained variance in equal bins of γ
     */
    record Line(
            long step,
            double loss,
            double explained,
            double[] byGamma,
            double gradientNorm,
            double clipped,
            double skipped,
            double rate,
            double images,
            double seconds) {}

    /** Scores of a step, by name. */
    record Scores(long step, Map<String, Double> values) {}

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** The line of the last logged step. */
    Line last() {
        return lines.get(lines.size() - 1);
    }

    double[] steps() {
        return column(Line::step);
    }

    /** A number of every line. */
    double[] column(ToDoubleFunction<Line> number) {
        return lines.stream().mapToDouble(number).toArray();
    }

    /** Bins of γ that the lines have. */
    int bins() {
        return lines.stream().mapToInt(line -> line.byGamma().length).max().orElse(0);
    }

    /** A bin of γ of every line. */
    double[] bin(int number) {
        return column(l -> number < l.byGamma().length ? l.byGamma()[number] : Double.NaN);
    }

    /**
     * Images a second between a line and the one before it, with everything that took time. NaN
     * where the run went on between the two: the steps that the process before made there count
     * their images, but not their seconds.
     */
    double[] imagesPerSecond(List<RunHistory.Stretch> history) {
        double[] all = new double[lines.size()];
        Arrays.fill(all, Double.NaN);
        for (int i = 0; i < all.length; i++) {
            Line now = lines.get(i);
            long step = i == 0 ? 0 : lines.get(i - 1).step();
            double images = now.images() - (i == 0 ? 0 : lines.get(i - 1).images());
            double seconds = now.seconds() - (i == 0 ? 0 : lines.get(i - 1).seconds());
            boolean whole =
                    history.stream().noneMatch(s -> s.from() > step && s.from() < now.step());
            if (whole && images > 0 && seconds > 0) {
                all[i] = images / seconds;
            }
        }
        return all;
    }
}
