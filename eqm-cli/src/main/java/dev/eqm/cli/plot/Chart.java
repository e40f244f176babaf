package dev.eqm.cli.plot;

import static dev.eqm.core.check.Check.require;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Lines over an axis, with error bars and a dashed level: one panel of a sheet.
 *
 * @param title above the panel
 * @param under a smaller line below it
 * @param x what the horizontal axis is
 * @param y what the vertical axis is, which is logarithmic where all values are positive
 * @param ticks names of the places 0, 1, ... of the horizontal axis, or none: then it has numbers
 * @param lines at least one
 * @param level a height that is marked
 * @param levelName what it is
 */
public record Chart(
        String title,
        String under,
        String x,
        String y,
        List<String> ticks,
        List<Line> lines,
        double level,
        String levelName) {
    static final int WIDTH = 520;
    static final int HEIGHT = 420;

    private static final double LEFT = 70;
    private static final double RIGHT = 20;
    private static final double TOP = 56;
    private static final double BOTTOM = 62;
    private static final double SMALL = 11;
    private static final int TICKS = 6;

    /**
     * Points of one line, from left to right.
     *
     * @param low lower ends of error bars
     * @param high upper ends
     */
    public record Line(String name, double[] x, double[] y, double[] low, double[] high) {
        public Line {
            require(
                    x.length == y.length && low.length == y.length && high.length == y.length,
                    "a line needs as many x as y, low and high, got %s and %s",
                    x.length,
                    y.length);
        }
    }

    public Chart {
        require(
                lines.stream().anyMatch(l -> l.x().length > 0),
                "a chart needs a line with a point, got %s",
                lines.size());
        lines = List.copyOf(lines);
        ticks = List.copyOf(ticks);
    }

    /** Draws the panel, its upper left corner at a place. */
    void draw(Canvas canvas, double left, double top) {
        Axis horizontal =
                Axis.of(
                        lines.stream().flatMapToDouble(l -> DoubleStream.of(l.x())),
                        ticks.isEmpty(),
                        left + LEFT,
                        left + WIDTH - RIGHT);
        Axis vertical =
                Axis.of(
                        DoubleStream.concat(
                                DoubleStream.of(level),
                                lines.stream().flatMapToDouble(l -> DoubleStream.of(l.y()))),
                        true,
                        top + HEIGHT - BOTTOM,
                        top + TOP);
        double middle = left + WIDTH / 2.0;
        canvas.text(middle, top + 22, title, 14, Canvas.Anchor.MIDDLE, true, Ink.BLACK);
        canvas.text(middle, top + 40, under, SMALL, Canvas.Anchor.MIDDLE, false, Ink.GREY);
        frame(canvas, horizontal, vertical, left, top);
        double h = vertical.at(level);
        for (double d = horizontal.from(); d < horizontal.to() - 4; d += 9) {
            canvas.line(new double[] {d, d + 5}, new double[] {h, h}, Ink.GREY, 1.2);
        }
        canvas.text(
                horizontal.to() - 4, h - 5, levelName, SMALL, Canvas.Anchor.END, false, Ink.GREY);
        for (int i = 0; i < lines.size(); i++) {
            line(canvas, horizontal, vertical, i, horizontal.to() - 120, top + TOP + 16 + 16 * i);
        }
    }

    private void frame(Canvas canvas, Axis horizontal, Axis vertical, double left, double top) {
        double l = horizontal.from();
        double r = horizontal.to();
        double b = vertical.from();
        double t = vertical.to();
        canvas.line(new double[] {l, r, r, l, l}, new double[] {t, t, b, b, t}, Ink.BLACK, 1);
        List<Double> marks = new ArrayList<>();
        if (ticks.isEmpty()) {
            marks.addAll(horizontal.ticks(TICKS));
        } else {
            for (int i = 0; i < ticks.size(); i++) {
                marks.add((double) i);
            }
        }
        for (int i = 0; i < marks.size(); i++) {
            double at = horizontal.at(marks.get(i));
            canvas.line(new double[] {at, at}, new double[] {b, b + 4}, Ink.BLACK, 1);
            String name = ticks.isEmpty() ? Axis.number(marks.get(i)) : ticks.get(i);
            canvas.text(at, b + 18, name, SMALL, Canvas.Anchor.MIDDLE, false, Ink.BLACK);
        }
        for (double mark : vertical.ticks(TICKS)) {
            double at = vertical.at(mark);
            canvas.line(new double[] {l - 4, l}, new double[] {at, at}, Ink.BLACK, 1);
            String name = Axis.number(mark);
            canvas.text(l - 8, at + 4, name, SMALL, Canvas.Anchor.END, false, Ink.BLACK);
        }
        canvas.text((l + r) / 2, b + 40, x, SMALL + 1, Canvas.Anchor.MIDDLE, false, Ink.BLACK);
        canvas.text(left + 8, top + TOP - 8, y, SMALL + 1, Canvas.Anchor.START, false, Ink.BLACK);
    }

    private void line(
            Canvas canvas, Axis horizontal, Axis vertical, int number, double nameX, double nameY) {
        Line line = lines.get(number);
        Ink ink = lines.size() == 1 ? Ink.VERMILION : Ink.scale(number / (lines.size() - 1.0));
        double[] px = new double[line.x().length];
        double[] py = new double[px.length];
        for (int i = 0; i < px.length; i++) {
            px[i] = horizontal.at(line.x()[i]);
            py[i] = vertical.at(line.y()[i]);
            double low = vertical.inside(line.low()[i]);
            double high = vertical.inside(line.high()[i]);
            canvas.line(new double[] {px[i], px[i]}, new double[] {low, high}, ink, 1);
            canvas.disc(px[i], py[i], 3, ink);
        }
        canvas.line(px, py, ink, 1.6);
        canvas.disc(nameX, nameY - 4, 3, ink);
        canvas.text(nameX + 9, nameY, line.name(), SMALL, Canvas.Anchor.START, false, Ink.BLACK);
    }

    /**
     * Numbers to pixels, by their logarithms where that helps.
     *
     * @param from pixel of the lower end
     * @param to pixel of the upper end
     */
    record Axis(double low, double high, boolean log, double from, double to) {
        private static final double ROOM = 0.06;

        static Axis of(DoubleStream all, boolean mayBeLog, double from, double to) {
            double[] values = all.filter(Double::isFinite).toArray();
            double least = DoubleStream.of(values).min().orElse(0);
            double most = DoubleStream.of(values).max().orElse(1);
            boolean log = mayBeLog && least > 0 && most > 4 * least;
            double a = log ? Math.log(least) : least;
            double b = log ? Math.log(most) : most;
            double room = b > a ? ROOM * (b - a) : 0.5;
            return new Axis(a - room, b + room, log, from, to);
        }

        double at(double value) {
            double v = log ? Math.log(value) : value;
            return from + (v - low) / (high - low) * (to - from);
        }

        /** The same, cut off at the frame. */
        double inside(double value) {
            if (log && value <= 0) {
                return from;
            }
            double at = at(value);
            return Math.max(Math.min(from, to), Math.min(Math.max(from, to), at));
        }

        /** Round numbers, about so many. */
        List<Double> ticks(int about) {
            List<Double> all = new ArrayList<>();
            double least = log ? Math.exp(low) : low;
            double most = log ? Math.exp(high) : high;
            if (log && most > 8 * least) {
                for (int e = (int) Math.floor(Math.log10(least)); Math.pow(10, e) <= most; e++) {
                    for (double m : new double[] {1, 2, 5}) {
                        double tick = m * Math.pow(10, e);
                        if (tick >= least && tick <= most) {
                            all.add(tick);
                        }
                    }
                }
                return all;
            }
            double raw = (most - least) / about;
            double power = Math.pow(10, Math.floor(Math.log10(raw)));
            double step = raw / power > 5 ? 10 * power : raw / power > 2 ? 5 * power : 2 * power;
            for (double k = Math.ceil(least / step); k * step <= most; k++) {
                all.add(k * step);
            }
            return all;
        }

        /** Such as 0.0017, 250, 1e+06. */
        static String number(double value) {
            String text = String.format(Locale.ROOT, "%.3g", value);
            double back = Double.parseDouble(text);
            return back == Math.rint(back) && Math.abs(back) < 1e7
                    ? Long.toString((long) back)
                    : text.contains("e") || !text.contains(".")
                            ? text
                            : text.replaceFirst("\\.?0+$", "");
        }
    }
}
