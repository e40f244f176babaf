package dev.eqm.cli.plot;

import dev.eqm.sample.plot.Canvas;
import dev.eqm.sample.plot.Drawing;
import dev.eqm.sample.plot.Ink;
import dev.eqm.sample.plot.Legend;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Panels side by side over a legend, the same drawing as PNG and as SVG.
 *
 * @param title of all of it, for the texts of its file
 * @param panels what to draw, left to right; each gets its square of the plane
 * @param limit of every panel
 * @param marks the legend's first row
 * @param levels of the level lines, ascending: the legend's second row
 * @param levelled what the level lines are of: the second row's first words
 */
public record Figure(
        String title,
        List<Consumer<Panel>> panels,
        double limit,
        List<Legend.Entry> marks,
        List<Double> levels,
        String levelled)
        implements Drawing {
    private static final double SIDE = 320;
    private static final double ONLY_SIDE = 460;
    private static final double LEFT = 40;
    private static final double GAP = 22;
    private static final double TOP = 58;
    private static final double FOOT = 92;
    private static final double ABOVE_LEGEND = 36; // numbers of the axis
    private static final double ROW = 26;

    /** The ink of a level: the lower, the darker. */
    public static Ink ink(int level, int count) {
        return Ink.scale(count == 1 ? 0 : level / (count - 1.0));
    }

    @Override
    public void draw(Canvas canvas) {
        for (int i = 0; i < panels.size(); i++) {
            Panel panel = new Panel(canvas, LEFT + i * (side() + GAP), TOP, side(), limit);
            panels.get(i).accept(panel);
            panel.axes(i == 0);
        }
        double top = TOP + side() + ABOVE_LEGEND;
        new Legend(marks).draw(canvas, LEFT, top, width() - LEFT);
        heights().draw(canvas, LEFT, top + ROW, width() - LEFT);
    }

    /** What the level lines are of, and their heights. */
    private Legend heights() {
        List<Legend.Entry> entries = new ArrayList<>();
        entries.add(Legend.Entry.words(levelled));
        for (int i = 0; i < levels.size(); i++) {
            Ink ink = ink(i, levels.size());
            Legend.Sign line =
                    (canvas, x, y) ->
                            canvas.line(new double[] {x - 10, x + 10}, new double[] {y, y}, ink, 2);
            entries.add(Legend.Entry.of(number(levels.get(i)), line));
        }
        return new Legend(entries);
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.3f", value);
        return text.replaceFirst("\\.?0+$", "").replace('-', '\u2212');
    }

    private double side() {
        return panels.size() == 1 ? ONLY_SIDE : SIDE;
    }

    @Override
    public int width() {
        return (int) Math.ceil(LEFT + panels.size() * (side() + GAP));
    }

    @Override
    public int height() {
        return (int) Math.ceil(TOP + side() + FOOT);
    }
}
