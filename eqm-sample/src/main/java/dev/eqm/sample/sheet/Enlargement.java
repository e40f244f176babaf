package dev.eqm.sample.sheet;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.data.ImageShape;

/**
 * By which whole factor a sheet shows pictures larger than they are: each pixel becomes a square.
 *
 * @param factor 0: what suits today's screens
 */
public record Enlargement(int factor) {
    /** A sheet 600 to 1000 pixels wide, if its pictures are small; large ones stay as they are. */
    public static final Enlargement AUTOMATIC = new Enlargement(0);

    /** Pictures as large as they are. */
    public static final Enlargement NONE = new Enlargement(1);

    /** The largest factor. */
    public static final int MOST = 16;

    /** Pixels of a sheet that viewers still open: 4096 x 4096. */
    private static final int MOST_PIXELS = 1 << 24;

    private static final int WIDE = 1000; // of a sheet, at most
    private static final int LARGE = 256; // of a picture that needs no enlarging

    public Enlargement {
        String rule = "a scale must lie in [1, %s], or be 0 to suit a screen, got %s";
        require(factor >= 0 && factor <= MOST, rule, MOST, factor);
    }

    /** The factor for so many pictures of a shape in so many columns. */
    public int of(ImageShape shape, int columns, int count) {
        if (factor > 0) {
            return factor;
        }
        int perRow = Math.max(1, Math.min(columns, count));
        int fits = (WIDE - PictureSheet.GAP) / perRow - PictureSheet.GAP;
        int largest = Math.min(fits, LARGE) / shape.width();
        double pixels = (double) count * shape.height() * shape.width();
        return (int) Math.max(1, Math.min(largest, Math.floor(Math.sqrt(MOST_PIXELS / pixels))));
    }

    /** How many pictures of a shape a sheet takes, at least 1. */
    public int limit(ImageShape shape) {
        long one =
                (long) shape.height() * shape.width() * Math.max(1, factor) * Math.max(1, factor);
        return (int) Math.max(1, MOST_PIXELS / one);
    }
}
