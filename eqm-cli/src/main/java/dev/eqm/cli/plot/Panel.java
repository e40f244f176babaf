package dev.eqm.cli.plot;

import dev.eqm.sample.plot.Canvas;
import dev.eqm.sample.plot.Ink;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * The square [−limit, limit]² of the plane, y upwards, on a square of a canvas, with axes and a
 * title.
 *
 * @param left of the square, in pixels of the canvas
 * @param top of the square
 * @param side of the square
 */
public record Panel(Canvas canvas, double left, double top, double side, double limit) {
    private static final double SMALL = 11;
    private static final double LARGE = 15;
    private static final double TICK = 4;
    private static final double SEAM = 0.5;
    private static final double HEAD = 0.4; // length of an arrow's head over the arrow's

    /** Title and a line under it, above the square. */
    public void title(String title, String under) {
        double middle = left + side / 2;
        canvas.text(middle, top - 26, title, LARGE, Canvas.Anchor.MIDDLE, true, Ink.BLACK);
        canvas.text(middle, top - 9, under, SMALL + 1, Canvas.Anchor.MIDDLE, false, Ink.GREY);
    }

    /** The frame, with ticks at whole numbers; numbers at the left only where wanted. */
    public void axes(boolean numbersAtLeft) {
        double right = left + side;
        double bottom = top + side;
        canvas.line(
                new double[] {left, right, right, left, left},
                new double[] {top, top, bottom, bottom, top},
                Ink.BLACK,
                1);
        for (int v = (int) Math.ceil(-limit); v <= limit; v++) {
            String number = String.format(Locale.ROOT, "%d", v).replace('-', '\u2212');
            canvas.line(xs(v, v), new double[] {bottom, bottom + TICK}, Ink.BLACK, 1);
            canvas.line(new double[] {left - TICK, left}, ys(v, v), Ink.BLACK, 1);
            canvas.text(x(v), bottom + 17, number, SMALL, Canvas.Anchor.MIDDLE, false, Ink.BLACK);
            if (numbersAtLeft) {
                canvas.text(left - 7, y(v) + 4, number, SMALL, Canvas.Anchor.END, false, Ink.BLACK);
            }
        }
    }

    /** What {@code marks} draws, cut off at the frame. */
    public void inside(Runnable marks) {
        canvas.clipped(left, top, side, side, marks);
    }

    /** A point, radius in pixels. */
    public void dot(double x, double y, double radius, Ink ink) {
        canvas.disc(x(x), y(y), radius, ink);
    }

    /** A hollow point. */
    public void ring(double x, double y, double radius, Ink ink) {
        canvas.circle(x(x), y(y), radius, ink, 1);
    }

    /** A line through points of the plane. */
    public void line(double[] x, double[] y, Ink ink, double width) {
        canvas.line(xs(x), ys(y), ink, width);
    }

    /**
     * A filled rectangle between two corners, half a pixel larger at each side: neighbours leave no
     * seam.
     */
    public void rectangle(double x0, double y0, double x1, double y1, Ink ink) {
        double l = x(x0) - SEAM;
        double r = x(x1) + SEAM;
        double b = y(y0) + SEAM;
        double t = y(y1) - SEAM;
        canvas.area(new double[] {l, r, r, l}, new double[] {b, b, t, t}, ink);
    }

    /** A level line of a grid that covers the square. */
    public void line(LevelLines.Line line, int gridSide, Ink ink, double width) {
        DoubleUnaryOperator place = at -> LevelLines.place(at, gridSide, limit);
        double[] x = Arrays.stream(line.x()).map(place).toArray();
        double[] y = Arrays.stream(line.y()).map(place).toArray();
        line(x, y, ink, width);
    }

    /** An arrow in the direction (dx, dy), its middle at a point, its length in pixels. */
    public void arrow(double x, double y, double dx, double dy, double length, Ink ink) {
        double norm = Math.hypot(dx, dy);
        if (norm == 0 || length < 1) {
            dot(x, y, 0.8, ink);
            return;
        }
        double ux = dx / norm;
        double uy = -dy / norm; // pixels grow downwards
        double tipX = x(x) + ux * length / 2;
        double tipY = y(y) + uy * length / 2;
        double head = Math.min(5, HEAD * length);
        double backX = tipX - ux * head;
        double backY = tipY - uy * head;
        canvas.line(
                new double[] {tipX - ux * length, backX},
                new double[] {tipY - uy * length, backY},
                ink,
                1);
        double wing = 0.5 * head;
        canvas.area(
                new double[] {tipX, backX - uy * wing, backX + uy * wing},
                new double[] {tipY, backY + ux * wing, backY - ux * wing},
                ink);
    }

    /** From the plane to pixels of the canvas. */
    private double x(double x) {
        return left + side * (x + limit) / (2 * limit);
    }

    private double y(double y) {
        return top + side * (limit - y) / (2 * limit);
    }

    private double[] xs(double... x) {
        return Arrays.stream(x).map(this::x).toArray();
    }

    private double[] ys(double... y) {
        return Arrays.stream(y).map(this::y).toArray();
    }
}
