package dev.eqm.run.sampling;

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
        int h = shape.height();
        int w = shape.width();
        float[] known = new float[shape.elementCount()];
        Picture picture = picture(what, shape);
        for (int i = 0; i < known.length; i++) {
            int y = i / w % h;
            int x = i % w;
            known[i] = hidden(what, picture, y, x, h, w) ? 0 : 1;
        }
        return known;
    }

    private static boolean hidden(String what, Picture picture, int y, int x, int h, int w) {
        if (picture != null) {
            return (picture.pixels()[y * w + x] & 0xFF) >= 128;
        }
        return switch (what.toLowerCase(Locale.ROOT)) {
            case "left" -> x < w / 2;
            case "right" -> x >= w / 2;
            case "top" -> y < h / 2;
            case "bottom" -> y >= h / 2;
            default -> x >= w / 4 && x < w - w / 4 && y >= h / 4 && y < h - h / 4;
        };
    }

    private static Picture picture(String what, ImageShape shape) {
        if (what.toLowerCase(Locale.ROOT).matches("left|right|top|bottom|center")) {
            return null;
        }
        Path file = Path.of(what);
        if (!Files.exists(file)) {
            throw new UsageException(
                    "--mask "
                            + what
                            + ": is none of left, right, top, bottom, center, and no file");
        }
        Picture picture = PictureFile.read(file, 1);
        if (picture.height() != shape.height() || picture.width() != shape.width()) {
            throw new UsageException(
                    "--mask %s is %dx%d, the model's pictures are %dx%d"
                            .formatted(
                                    what,
                                    picture.height(),
                                    picture.width(),
                                    shape.height(),
                                    shape.width()));
        }
        return picture;
    }
}
