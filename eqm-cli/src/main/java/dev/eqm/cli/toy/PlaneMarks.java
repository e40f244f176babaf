package dev.eqm.cli.toy;

import dev.eqm.cli.plot.Figure;
import dev.eqm.cli.plot.LevelLines;
import dev.eqm.cli.plot.Panel;
import dev.eqm.core.data.ImageSource;
import dev.eqm.sample.plot.Ink;
import dev.eqm.sample.plot.Legend;
import java.util.List;

/**
 * What a picture of the plane shows of one field: level lines of a height, arrows of −∇E, paths of
 * samples; with the grids on which a field is asked for them, and the legend that explains them.
 *
 * <p>Data lie under the paths, both over the level lines. A length of an arrow is the root of the
 * norm: small gradients near the data would otherwise be dots.
 *
 * @param heights at the points of {@link #grid}: ‖∇E‖ or E
 * @param gradients ∇E at the points of {@link #cells}
 * @param walks the noise, then the states after each step; samples in the same order in each
 */
record PlaneMarks(double[] heights, float[] gradients, List<float[]> walks) {
    /** Half the side of the square that is drawn. */
    static final double LIMIT = 2.4;

    /** Points a side of the grid of heights: a cell is a twentieth of the width of the data. */
    static final int GRID = 97;

    /** Samples that are made and measured; of these only the first are drawn. */
    static final int SAMPLES = 1000;

    /** Paths that are drawn. */
    static final int PATHS = 40;

    private static final int ARROWS = 15;
    private static final int DATA_POINTS = 2000; // that are read
    private static final int DOTS = 600; // of these, that are drawn
    private static final int ENDS = 200; // of paths
    private static final Ink DATA = Ink.BLACK.fainter(0.45);
    private static final Ink ARROW = Ink.GREY.fainter(0.75);
    private static final Ink WAY = Ink.VERMILION.fainter(0.5);

    /** The first points of a source of points [2, 1, 1]. */
    static float[] points(ImageSource source) {
        int n = Math.min(DATA_POINTS, source.size());
        float[] data = new float[2 * n];
        for (int i = 0; i < n; i++) {
            source.read(i, data, 2 * i);
        }
        return data;
    }

    /** Where heights are: row by row from below; the outermost points lie on the border. */
    static float[] grid() {
        return grid(GRID, LIMIT);
    }

    /** Where arrows are: in the middle of cells. */
    static float[] cells() {
        return grid(ARROWS, LIMIT * (ARROWS - 1) / ARROWS);
    }

    private static float[] grid(int side, double reach) {
        float[] points = new float[2 * side * side];
        for (int i = 0; i < side * side; i++) {
            int row = i / side;
            points[2 * i] = (float) LevelLines.place(i % side, side, reach);
            points[2 * i + 1] = (float) LevelLines.place(row, side, reach);
        }
        return points;
    }

    /** The heights as a grid with lines of equal height. */
    LevelLines lines() {
        return new LevelLines(GRID, heights);
    }

    /**
     * Draws all of it.
     *
     * @param data points, of which the first are shown
     * @param levels of the lines, ascending
     * @param longest a norm of ∇E whose arrow fills its cell, as do larger ones
     */
    void draw(Panel panel, float[] data, List<Double> levels, double longest) {
        LevelLines lines = lines();
        for (int k = 0; k < levels.size(); k++) {
            Ink ink = Figure.ink(k, levels.size());
            lines.at(levels.get(k)).forEach(line -> panel.line(line, GRID, ink, 1.2));
        }
        arrows(panel, longest);
        for (int i = 0; i < Math.min(DOTS, data.length / 2); i++) {
            panel.dot(data[2 * i], data[2 * i + 1], 1.1, DATA);
        }
        paths(panel);
    }

    private void arrows(Panel panel, double longest) {
        float[] at = cells();
        double cell = panel.side() / ARROWS;
        for (int i = 0; i < at.length; i += 2) {
            double norm = Math.hypot(gradients[i], gradients[i + 1]);
            double length = 0.95 * cell * Math.sqrt(Math.min(1, norm / longest));
            panel.arrow(at[i], at[i + 1], -gradients[i], -gradients[i + 1], length, ARROW);
        }
    }

    /** The paths of the first samples, and more of their ends. */
    private void paths(Panel panel) {
        for (int i = 0; i < PATHS; i++) {
            double[] x = along(2 * i);
            double[] y = along(2 * i + 1);
            panel.line(x, y, WAY, 0.9);
            panel.ring(x[0], y[0], 2, Ink.VERMILION);
        }
        float[] ends = walks.get(walks.size() - 1);
        for (int i = 0; i < 2 * ENDS; i += 2) {
            panel.dot(ends[i], ends[i + 1], 1.9, Ink.VERMILION);
        }
    }

    /** One number of the states, step by step: 2i is the x of sample i, 2i + 1 its y. */
    double[] along(int number) {
        return walks.stream().mapToDouble(states -> states[number]).toArray();
    }

    /** What the marks mean. */
    static List<Legend.Entry> legend() {
        return List.of(
                Legend.Entry.of("data", (c, x, y) -> c.disc(x, y, 2, DATA)),
                Legend.Entry.of("noise", (c, x, y) -> c.circle(x, y, 2.5, Ink.VERMILION, 1)),
                Legend.Entry.of(
                        "path",
                        (c, x, y) ->
                                c.line(new double[] {x - 9, x + 9}, new double[] {y, y}, WAY, 1.4)),
                Legend.Entry.of("samples", (c, x, y) -> c.disc(x, y, 2.5, Ink.VERMILION)),
                Legend.Entry.of(
                        "\u2212\u2207E",
                        (c, x, y) -> new Panel(c, x, y, 1, 1).arrow(-1, 1, 1, 0, 18, ARROW)));
    }
}
