package dev.eqm.sample.plot;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Something of a fixed size that any canvas can show: one description of a PNG and an SVG. */
public interface Drawing {
    /** Pixels of a PNG, each way, for one of the drawing. */
    int SCALE = 2;

    /** In words. */
    String title();

    /** In pixels. */
    int width();

    /** In pixels. */
    int height();

    /** Draws all of it. */
    void draw(Canvas canvas);

    /** The file of pixels, {@value #SCALE} for one, with the title in its texts. */
    default byte[] png() {
        RasterCanvas canvas = new RasterCanvas(width(), height(), SCALE);
        draw(canvas);
        return PngBytes.of(canvas.picture(), Map.of("Title", title()));
    }

    /** The file of curves and texts. */
    default byte[] svg() {
        SvgCanvas canvas = new SvgCanvas(width(), height());
        draw(canvas);
        return canvas.document().getBytes(StandardCharsets.UTF_8);
    }
}
