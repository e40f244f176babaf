package dev.eqm.run.sampling;

import dev.eqm.core.check.Setting;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.Picture;
import dev.eqm.core.data.PictureFile;
import dev.eqm.run.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Masks: what is hidden. */
public final class KnownPixels {
    private KnownPixels() {}

    /**
     * The mask of a word or a picture.
     *
     * @param what the hidden half left, right, top or bottom, the hidden middle center, or a
     *     picture, white where hidden
     * @return [C, H, W], 1 on known pixels, 0 on hidden ones
     */
    public static float[] of(String what, ImageShape shape) {
        return of("mask", what, shape);
    }

    /**
     * The same for whoever calls it otherwise.
     *
     * @param name of the argument, for messages
     */
    public static float[] of(String name, String what, ImageShape shape) {
        if (what == null || what.isBlank()) {
            throw new UsageException(
                    Setting.of(name)
                            + " must be left, right, top, bottom, center or the path of a picture, got"
                            + " nothing");
        }
        int h = shape.height();
        int w = shape.width();
        Hidden hidden =
                switch (what.toLowerCase(Locale.ROOT)) {
                    case "left" -> (y, x) -> x < w / 2;
                    case "right" -> (y, x) -> x >= w / 2;
                    case "top" -> (y, x) -> y < h / 2;
                    case "bottom" -> (y, x) -> y >= h / 2;
                    case "center" ->
                            (y, x) -> x >= w / 4 && x < w - w / 4 && y >= h / 4 && y < h - h / 4;
                    default -> white(name, what, shape);
                };
        float[] known = new float[shape.elementCount()];
        for (int i = 0; i < known.length; i++) {
            known[i] = hidden.at(i / w % h, i % w) ? 0 : 1;
        }
        return known;
    }

    /**
     * Refuses what is neither a part nor a file, before anything is read.
     *
     * @throws UsageException naming the option or argument
     */
    public static void requireNamed(String name, String what) {
        boolean part = what.toLowerCase(Locale.ROOT).matches("left|right|top|bottom|center");
        if (!part && !Files.exists(Path.of(what))) {
            throw new UsageException(
                    "%s: must be left, right, top, bottom, center or an existing file"
                            .formatted(Setting.of(name, what)));
        }
    }

    /** Whether the pixel of a row y and a column x is hidden, in all channels. */
    private interface Hidden {
        boolean at(int y, int x);
    }

    /** Where a picture is white. */
    private static Hidden white(String name, String what, ImageShape shape) {
        requireNamed(name, what);
        Path file = Path.of(what);
        Picture picture = PictureFile.read(file, 1);
        String size = picture.height() + "x" + picture.width();
        String wanted = shape.height() + "x" + shape.width();
        if (!size.equals(wanted)) {
            throw new UsageException(
                    "%s is %s, but the model's images are %s"
                            .formatted(Setting.of(name, what), size, wanted));
        }
        return (y, x) -> (picture.pixels()[y * picture.width() + x] & 0xFF) >= 128;
    }
}
