package dev.eqm.cli.plot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Panels side by side over a legend, the same drawing as PNG and as SVG.
 *
 * <p>The width of texts in the legend is estimated from their number of letters: an SVG cannot
 * measure them, and both files are to have the same layout.
 *
 * @param panels what to draw, left to right; each gets its square of the plane
 * @param limit of every panel
 * @param marks the legend's first row
 * @param levels of the level lines, ascending: the legend's second row
 * @param levelled what the level lines are of: the second row's first words
 */
public record Figure(
        List<Consumer<Panel>> panels,
        double limit,
        List<Mark> marks,
        List<Double> levels,
        String levelled) {
    private static final double SIDE = 320;
    private static final double ONLY_SIDE = 460;
    private static final double LEFT = 40;
    private static final double GAP = 22;
    private static final double TOP = 58;
    private static final double FOOT = 92;
    private static final double TEXT = 12;
    private static final double LETTER = 6.6; // mean width of a letter of that size

    /** A sign of the legend: drawn around (x, y), then explained. */
    public record Mark(String text, Sign sign) {}

    /** How a sign is drawn. */
    @FunctionalInterface
    public interface Sign {
        void draw(Canvas canvas, double x, double y);
    }

    /** The ink of a level: the lower, the darker. */
    public static Ink ink(int level, int count) {
        return Ink.scale(count == 1 ? 0 : level / (count - 1.0));
    }

    /** Writes both files, and their folders if needed. */
    public void write(Path png, Path svg) {
        writePng(png);
        write(new SvgCanvas(width(), height()), svg);
    }

    /** Writes the PNG alone: two pixels for one of the drawing. */
    public void writePng(Path file) {
        write(new RasterCanvas(width(), height(), 2), file);
    }

    private void write(Canvas canvas, Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": its folder cannot be created: " + e, e);
        }
        draw(canvas);
        canvas.write(file);
    }

    /** Draws everything. */
    public void draw(Canvas canvas) {
        for (int i = 0; i < panels.size(); i++) {
            Panel panel = new Panel(canvas, LEFT + i * (side() + GAP), TOP, side(), limit);
            panels.get(i).accept(panel);
            panel.axes(i == 0);
        }
        legend(canvas);
    }

    private void legend(Canvas canvas) {
        double y = TOP + side() + 48;
        double x = LEFT;
        for (Mark mark : marks) {
            mark.sign().draw(canvas, x + 10, y);
            x = text(canvas, x + 26, y, mark.text()) + 20;
        }
        y += 26;
        x = text(canvas, LEFT, y, levelled) + 12;
        for (int i = 0; i < levels.size(); i++) {
            canvas.line(new double[] {x, x + 20}, new double[] {y, y}, ink(i, levels.size()), 2);
            x = text(canvas, x + 26, y, number(levels.get(i))) + 14;
        }
    }

    private static double text(Canvas canvas, double x, double y, String text) {
        canvas.text(x, y + 4, text, TEXT, Canvas.Anchor.START, false, Ink.BLACK);
        return x + LETTER * text.length();
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.3f", value);
        return text.replaceFirst("\\.?0+$", "");
    }

    private double side() {
        return panels.size() == 1 ? ONLY_SIDE : SIDE;
    }

    private int width() {
        return (int) Math.ceil(LEFT + panels.size() * (side() + GAP));
    }

    private int height() {
        return (int) Math.ceil(TOP + side() + FOOT);
    }
}
