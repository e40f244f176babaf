package dev.eqm.cli.toy;

import dev.eqm.cli.plot.Figure;
import dev.eqm.cli.plot.Ink;
import dev.eqm.cli.plot.LevelLines;
import dev.eqm.cli.plot.Panel;
import dev.eqm.core.data.ImageSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The picture of one model or several on the same points: one panel for a field without time, three
 * moments of one with time. Level lines have the same heights in all panels.
 */
public final class PlaneFigure {
    private static final int GRID = 97;
    private static final int SAMPLES = 1000;
    private static final double[] MOMENTS = {0.2, 0.6, 1};

    private final float[] data;
    private final List<View> views = new ArrayList<>();

    /** A panel: heights and arrows of a field at a moment, and the walks so far. */
    private record View(
            String title, String under, double[] heights, float[] gradients, List<float[]> walks) {
        static View of(
                String title, String under, PlaneModel model, double t, List<float[]> walks) {
            double[] heights = PlaneNumbers.norms(model.gradients(PlaneMarks.grid(GRID), t));
            return new View(title, under, heights, model.gradients(PlaneMarks.cells(), t), walks);
        }
    }

    /** A figure of a source of points [2, 1, 1]. */
    public PlaneFigure(ImageSource source) {
        data = PlaneMarks.points(source);
    }

    /**
     * Samples from a model, adds its panels, and says how good the samples are; the model may be
     * closed afterwards.
     */
    public PlaneNumbers add(PlaneModel model) {
        List<float[]> walks = model.walks(SAMPLES);
        int steps = walks.size() - 1;
        if (!model.seesTime()) {
            String how = String.format(Locale.ROOT, "%d updates by %s", steps, rule(model));
            views.add(View.of("Equilibrium Matching: no time", how, model, 0, walks));
        } else {
            for (double t : MOMENTS) {
                int done = (int) Math.round(t * steps);
                views.add(
                        View.of(
                                String.format(Locale.ROOT, "Flow Matching, t = %.1f", t),
                                String.format(Locale.ROOT, "%d of %d steps of Heun", done, steps),
                                model,
                                done / (double) steps,
                                walks.subList(0, done + 1)));
            }
        }
        return PlaneNumbers.of(model, data, walks.get(0), walks.get(steps));
    }

    private static String rule(PlaneModel model) {
        return model.config().sampling().rule().getClass().getSimpleName();
    }

    /** The drawing. */
    public Figure figure() {
        List<Double> levels = levels(views.get(0).heights());
        List<Consumer<Panel>> panels = new ArrayList<>();
        views.forEach(view -> panels.add(panel -> draw(panel, view, levels)));
        return new Figure(panels, PlaneMarks.LIMIT, PlaneMarks.legend(), levels);
    }

    /** Five powers of two, the third the one nearest to the median height of the first panel. */
    private static List<Double> levels(double[] heights) {
        double[] sorted = heights.clone();
        Arrays.sort(sorted);
        double middle = Math.max(1e-6, sorted[sorted.length / 2]);
        double power = Math.rint(Math.log(middle) / Math.log(2));
        List<Double> levels = new ArrayList<>();
        for (int k = -3; k <= 1; k++) {
            levels.add(Math.pow(2, power + k));
        }
        return levels;
    }

    private void draw(Panel panel, View view, List<Double> levels) {
        panel.title(view.title(), view.under());
        panel.inside(
                () -> {
                    LevelLines lines = new LevelLines(GRID, view.heights());
                    for (int k = 0; k < levels.size(); k++) {
                        Ink ink = Figure.ink(k, levels.size());
                        lines.at(levels.get(k)).forEach(l -> panel.line(l, GRID, ink, 1.2));
                    }
                    double longest = levels.get(levels.size() - 1);
                    PlaneMarks.arrows(panel, view.gradients(), longest);
                    PlaneMarks.data(panel, data);
                    PlaneMarks.walks(panel, view.walks());
                });
    }
}
