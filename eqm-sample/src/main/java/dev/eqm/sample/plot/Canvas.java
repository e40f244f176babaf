package dev.eqm.sample.plot;

/**
 * A sheet to draw on, in pixels from the upper left corner; later marks cover earlier ones.
 *
 * <p>There is no colour or stroke that is kept between calls: each mark says all that it needs.
 */
public interface Canvas {
    /** Where a text stands relative to its place. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /**
     * A line through the points (x[i], y[i]), round at joints and ends.
     *
     * @param dash lengths of dashes and gaps in turn; none for a solid line
     */
    void line(double[] x, double[] y, Ink ink, double width, double... dash);

    /** A filled polygon. */
    void area(double[] x, double[] y, Ink ink);

    /** A filled disc. */
    void disc(double x, double y, double radius, Ink ink);

    /** A circle. */
    void circle(double x, double y, double radius, Ink ink, double width);

    /**
     * One line of text, sans serif.
     *
     * @param y of the baseline
     * @param size of the letters
     */
    void text(double x, double y, String text, double size, Anchor anchor, boolean bold, Ink ink);

    /** One line of text that is read from below, its middle and its baseline at (x, y). */
    void upwards(double x, double y, String text, double size, Ink ink);

    /** Draws what {@code marks} draws, inside a rectangle only. */
    void clipped(double x, double y, double width, double height, Runnable marks);
}
