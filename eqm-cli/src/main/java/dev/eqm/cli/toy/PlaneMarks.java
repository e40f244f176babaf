package dev.eqm.cli.toy;

import dev.eqm.cli.plot.Figure;
import dev.eqm.cli.plot.Ink;
import dev.eqm.cli.plot.Panel;
import dev.eqm.core.data.ImageSource;
import java.util.List;

/** What pictures of the plane share: data, arrows of −∇E, paths of samples, their legend. */
final class PlaneMarks {
    /** Half the side of the square that is drawn. */
    static final double LIMIT = 2.4;

    /** Paths that are drawn. */
    static final int PATHS = 40;

    private static final int ARROWS = 15;
    private static final int DATA_POINTS = 2000;
    private static final int DOTS = 600;
    private static final int ENDS = 200;
    private static final Ink DATA = Ink.BLACK.fainter(0.45);
    private static final Ink ARROW = Ink.GREY.fainter(0.75);
    private static final Ink WAY = Ink.VERMILION.fainter(0.5);

    private PlaneMarks() {}

    /** The first points of a source of points [2, 1, 1]. */
    static float[] points(ImageSource source) {
        int n = Math.min(DATA_POINTS, source.size());
        float[] data = new float[2 * n];
        for (int i = 0; i < n; i++) {
            source.read(i, data, 2 * i);
        }
        return data;
    }

    /** Points of the square, row by row from below; the outermost lie on its border. */
    static float[] grid(int side) {
        return grid(side, LIMIT);
    }

    /** Where arrows are: in the middle of cells. */
    static float[] cells() {
        return grid(ARROWS, LIMIT * (ARROWS - 1) / ARROWS);
    }

    private static float[] grid(int side, double reach) {
        float[] points = new float[2 * side * side];
        for (int i = 0; i < side * side; i++) {
            int column = i % side;
            int row = i / side;
            points[2 * i] = (float) (reach * (2.0 * column / (side - 1) - 1));
            points[2 * i + 1] = (float) (reach * (2.0 * row / (side - 1) - 1));
        }
        return points;
    }

    /** Data points. */
    static void data(Panel panel, float[] data) {
        for (int i = 0; i < Math.min(DOTS, data.length / 2); i++) {
            panel.dot(data[2 * i], data[2 * i + 1], 1.1, DATA);
        }
    }

    /**
     * Arrows of −∇E.
     *
     * @param gradients at {@link #cells}
     * @param longest a norm that fills a cell, as do larger ones
     */
    static void arrows(Panel panel, float[] gradients, double longest) {
        float[] at = cells();
        double cell = panel.side() / ARROWS;
        for (int i = 0; i < at.length; i += 2) {
            double norm = Math.hypot(gradients[i], gradients[i + 1]);
            double length = 0.95 * cell * Math.sqrt(Math.min(1, norm / longest));
            panel.arrow(at[i], at[i + 1], -gradients[i], -gradients[i + 1], length, ARROW);
        }
    }

    /** The paths of the first samples, and more of their ends. */
    static void walks(Panel panel, List<float[]> walks) {
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

    /** What the marks mean. */
    static List<Figure.Mark> legend() {
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
