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
    private static final double LIMIT = 2.4;
    private static final int GRID = 97;
    private static final int ARROWS = 15;
    private static final int DATA_POINTS = 2000;
    private static final int DOTS = 600;
    private static final int SAMPLES = 1000;
    private static final int ENDS = 200;
    private static final int PATHS = 40;
    private static final double[] MOMENTS = {0.2, 0.6, 1};
    private static final Ink DATA = Ink.BLACK.fainter(0.45);
    private static final Ink ARROW = Ink.GREY.fainter(0.75);
    private static final Ink WAY = Ink.VERMILION.fainter(0.5);

    private final float[] data;
    private final List<View> views = new ArrayList<>();

    /** A panel: heights and arrows of a field at a moment, and the walks so far. */
    private record View(
            String title, String under, double[] heights, float[] gradients, List<float[]> walks) {
        static View of(
                String title, String under, PlaneModel model, double t, List<float[]> walks) {
            double[] heights = PlaneNumbers.norms(model.gradients(grid(GRID), t));
            return new View(title, under, heights, model.gradients(grid(ARROWS), t), walks);
        }
    }

    /** A figure of a source of points [2, 1, 1]. */
    public PlaneFigure(ImageSource source) {
        int n = Math.min(DATA_POINTS, source.size());
        data = new float[2 * n];
        for (int i = 0; i < n; i++) {
            source.read(i, data, 2 * i);
        }
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
        return new Figure(panels, LIMIT, marks(), levels);
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
                    arrows(panel, view, levels.get(levels.size() - 1));
                    for (int i = 0; i < Math.min(DOTS, data.length / 2); i++) {
                        panel.dot(data[2 * i], data[2 * i + 1], 1.1, DATA);
                    }
                    walks(panel, view.walks());
                });
    }

    private static void arrows(Panel panel, View view, double longest) {
        float[] at = grid(ARROWS);
        float[] g = view.gradients();
        double cell = panel.side() / ARROWS;
        for (int i = 0; i < at.length; i += 2) {
            double norm = Math.hypot(g[i], g[i + 1]);
            double length = 0.95 * cell * Math.sqrt(Math.min(1, norm / longest));
            panel.arrow(at[i], at[i + 1], -g[i], -g[i + 1], length, ARROW);
        }
    }

    private static void walks(Panel panel, List<float[]> walks) {
        float[] noise = walks.get(0);
        float[] ends = walks.get(walks.size() - 1);
        for (int i = 0; i < 2 * PATHS; i += 2) {
            double[] x = new double[walks.size()];
            double[] y = new double[walks.size()];
            for (int k = 0; k < x.length; k++) {
                x[k] = walks.get(k)[i];
                y[k] = walks.get(k)[i + 1];
            }
            panel.line(x, y, WAY, 0.9);
            panel.ring(noise[i], noise[i + 1], 2, Ink.VERMILION);
        }
        for (int i = 0; i < 2 * ENDS; i += 2) {
            panel.dot(ends[i], ends[i + 1], 1.9, Ink.VERMILION);
        }
    }

    /** Points of the square, row by row from below; the outermost lie on its border or inside. */
    private static float[] grid(int side) {
        float[] points = new float[2 * side * side];
        double reach = side == GRID ? LIMIT : LIMIT * (side - 1) / side; // arrows sit in cells
        for (int i = 0; i < side * side; i++) {
            int column = i % side;
            int row = i / side;
            points[2 * i] = (float) (reach * (2.0 * column / (side - 1) - 1));
            points[2 * i + 1] = (float) (reach * (2.0 * row / (side - 1) - 1));
        }
        return points;
    }

    private static List<Figure.Mark> marks() {
        return List.of(
                new Figure.Mark("data", (c, x, y) -> c.disc(x, y, 2, DATA)),
                new Figure.Mark("noise", (c, x, y) -> c.circle(x, y, 2.5, Ink.VERMILION, 1)),
                new Figure.Mark(
                        "path",
                        (c, x, y) ->
                                c.line(new double[] {x - 9, x + 9}, new double[] {y, y}, WAY, 1.4)),
                new Figure.Mark("samples", (c, x, y) -> c.disc(x, y, 2.5, Ink.VERMILION)),
                new Figure.Mark(
                        "\u2212\u2207E",
                        (c, x, y) -> new Panel(c, x, y, 1, 1).arrow(-1, 1, 1, 0, 18, ARROW)));
    }
}
