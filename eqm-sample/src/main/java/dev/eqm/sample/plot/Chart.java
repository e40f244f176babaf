package dev.eqm.sample.plot;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Lines and bars over two axes.
 *
 * @param title above the frame
 * @param under a second line of it; may be empty
 * @param curves later ones cover earlier ones
 * @param bars from y = 0 upwards, under all curves
 */
public record Chart(
        String title, String under, Axis x, Axis y, List<Curve> curves, List<Bar> bars) {
    private static final double LARGE = 15;
    private static final double TEXT = 12;
    private static final double SMALL = 11;
    private static final double TICK = 4;
    private static final double BESIDE_TICK = 8;
    private static final double TITLE = 24; // between ticks' names and the middle of the y title
    private static final double FAINTEST = 0.7; // in a legend
    private static final Ink RULE = Ink.GREY.fainter(0.22);
    private static final Ink BAR = Ink.BLUE.fainter(0.75);

    /** A bar of a histogram. */
    public record Bar(double from, double to, double height) {}

    public Chart {
        curves = List.copyOf(curves);
        bars = List.copyOf(bars);
    }

    /** Lines alone. */
    public static Chart of(String title, String under, Axis x, Axis y, List<Curve> curves) {
        return new Chart(title, under, x, y, curves, List.of());
    }

    /** A line and its marker for every curve that has a name. */
    Legend legend() {
        return new Legend(
                curves.stream()
                        .filter(curve -> !curve.name().isEmpty())
                        .map(curve -> Legend.Entry.of(curve.name(), sign(curve.look())))
                        .toList());
    }

    private static Legend.Sign sign(Look look) {
        // many faint lines make a dark area, one alone would hardly be seen
        Ink ink = look.ink().fainter(Math.max(FAINTEST, look.ink().alpha()));
        return (canvas, x, y) -> {
            double[] ends = {x - 13, x + 13};
            canvas.line(ends, new double[] {y, y}, ink, look.width(), look.dashes());
            look.marker().draw(canvas, x, y, ink);
        };
    }

    /** Pixels that the names of the y ticks and the title of the axis take, left of the frame. */
    double leftMargin() {
        double names =
                y.ticks().stream()
                        .mapToDouble(tick -> Lettering.width(tick.text(), SMALL))
                        .max()
                        .orElse(0);
        return names + BESIDE_TICK + TITLE + TEXT;
    }

    /**
     * Draws all but the legend.
     *
     * @param frame of the data; titles and ticks stand outside of it
     * @param room pixels that titles may be wide
     */
    void draw(Canvas canvas, Box frame, double room) {
        rules(canvas, frame);
        canvas.clipped(
                frame.left(),
                frame.top(),
                frame.width(),
                frame.height(),
                () -> {
                    bars.forEach(bar -> draw(canvas, frame, bar));
                    curves.forEach(curve -> draw(canvas, frame, curve));
                });
        outline(canvas, frame);
        words(canvas, frame, room);
    }

    /** Faint lines at the ticks of y. */
    private void rules(Canvas canvas, Box frame) {
        for (Axis.Tick tick : y.ticks()) {
            double[] height = {y(frame, tick.at()), y(frame, tick.at())};
            canvas.line(new double[] {frame.left(), frame.right()}, height, RULE, 1);
        }
    }

    private void draw(Canvas canvas, Box frame, Bar bar) {
        double left = x(frame, bar.from()) + 0.5;
        double right = Math.max(left + 0.5, x(frame, bar.to()) - 0.5);
        double top = y(frame, bar.height());
        double bottom = frame.bottom();
        canvas.area(
                new double[] {left, right, right, left},
                new double[] {bottom, bottom, top, top},
                BAR);
    }

    private void draw(Canvas canvas, Box frame, Curve curve) {
        Look look = curve.look();
        List<Curve.Point> points = curve.points();
        for (Curve.Point p : points) {
            if (p.low() < p.high()) {
                double[] at = {x(frame, p.x()), x(frame, p.x())};
                double[] ends = {y(frame, Math.max(y.from(), p.low())), y(frame, p.high())};
                canvas.line(at, ends, look.ink(), 1);
            }
        }
        if (points.size() > 1) {
            double[] xs = along(points, p -> x(frame, p.x()));
            double[] ys = along(points, p -> y(frame, p.y()));
            canvas.line(xs, ys, look.ink(), look.width(), look.dashes());
        }
        // one point alone makes no line: it needs a marker to be seen
        boolean alone = points.size() == 1 && look.marker() == Marker.NONE;
        Marker marker = alone ? Marker.DISC : look.marker();
        points.forEach(p -> marker.draw(canvas, x(frame, p.x()), y(frame, p.y()), look.ink()));
    }

    private void outline(Canvas canvas, Box f) {
        canvas.line(
                new double[] {f.left(), f.right(), f.right(), f.left(), f.left()},
                new double[] {f.top(), f.top(), f.bottom(), f.bottom(), f.top()},
                Ink.BLACK,
                1);
        for (Axis.Tick tick : x.ticks()) {
            double at = x(f, tick.at());
            double[] ends = {f.bottom(), f.bottom() + TICK};
            canvas.line(new double[] {at, at}, ends, Ink.BLACK, 1);
            text(canvas, at, f.bottom() + 17, tick.text(), SMALL, Canvas.Anchor.MIDDLE);
        }
        for (Axis.Tick tick : y.ticks()) {
            double at = y(f, tick.at());
            double[] ends = {f.left() - TICK, f.left()};
            canvas.line(ends, new double[] {at, at}, Ink.BLACK, 1);
            text(canvas, f.left() - BESIDE_TICK, at + 4, tick.text(), SMALL, Canvas.Anchor.END);
        }
    }

    private void words(Canvas canvas, Box f, double room) {
        double middle = f.left() + f.width() / 2;
        double top = under.isEmpty() ? f.top() - 12 : f.top() - 26;
        String head = Lettering.shortened(title, LARGE, room);
        canvas.text(middle, top, head, LARGE, Canvas.Anchor.MIDDLE, true, Ink.BLACK);
        if (!under.isEmpty()) {
            String second = Lettering.shortened(under, TEXT, room);
            canvas.text(middle, f.top() - 9, second, TEXT, Canvas.Anchor.MIDDLE, false, Ink.GREY);
        }
        text(canvas, middle, f.bottom() + 36, x.title(), TEXT, Canvas.Anchor.MIDDLE);
        double left = f.left() - leftMargin() + TEXT + 2;
        canvas.upwards(left, f.top() + f.height() / 2, y.title(), TEXT, Ink.BLACK);
    }

    private static void text(
            Canvas canvas, double x, double y, String text, double size, Canvas.Anchor anchor) {
        canvas.text(x, y, text, size, anchor, false, Ink.BLACK);
    }

    private static double[] along(List<Curve.Point> points, ToDoubleFunction<Curve.Point> number) {
        return points.stream().mapToDouble(number).toArray();
    }

    private double x(Box frame, double value) {
        return frame.left() + frame.width() * x.place(value);
    }

    private double y(Box frame, double value) {
        return frame.bottom() - frame.height() * y.place(value);
    }
}
