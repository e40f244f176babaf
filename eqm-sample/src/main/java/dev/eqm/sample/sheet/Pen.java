package dev.eqm.sample.sheet;

import dev.eqm.core.data.Picture;
import dev.eqm.sample.plot.Ink;
import dev.eqm.sample.plot.Lettering;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;

/**
 * Writes texts into the bytes of a picture, grey or RGB. Only pixels that a letter covers change:
 * Java's own images would convert all levels of grey.
 */
final class Pen {
    private static final int LEVELS = 255;

    private final Picture paper;

    Pen(Picture paper) {
        this.paper = paper;
    }

    /** From (x, y) on, y of the baseline. */
    void write(String text, double size, double x, double y) {
        put(text, size, AffineTransform.getTranslateInstance(x, y));
    }

    /** Around the middle x. */
    void centred(String text, double size, double x, double y) {
        write(text, size, x - Lettering.width(text, size) / 2, y);
    }

    /** Read from below, beginning at (x, y) on the baseline. */
    void upwards(String text, double size, double x, double y) {
        AffineTransform turned = AffineTransform.getTranslateInstance(x, y);
        turned.quadrantRotate(-1);
        put(text, size, turned);
    }

    private void put(String text, double size, AffineTransform place) {
        Shape letters = place.createTransformedShape(Lettering.outline(text, size));
        Rectangle all = letters.getBounds();
        all.grow(1, 1);
        Rectangle box = all.intersection(new Rectangle(paper.width(), paper.height()));
        if (letters.getBounds().isEmpty() || box.isEmpty()) {
            return; // no letter, or none on the paper
        }
        int[] covered = coverage(letters, box);
        int[] ink = {
            Ink.BLACK.rgb() >> 16 & 0xFF, Ink.BLACK.rgb() >> 8 & 0xFF, Ink.BLACK.rgb() & 0xFF
        };
        int c = paper.channels();
        for (int i = 0; i < covered.length; i++) {
            int at = ((box.y + i / box.width) * paper.width() + box.x + i % box.width) * c;
            for (int k = 0; k < c; k++) {
                int white = paper.pixels()[at + k] & 0xFF;
                double level = white + covered[i] / (double) LEVELS * (ink[k] - white);
                paper.pixels()[at + k] = (byte) Math.round(level);
            }
        }
    }

    /** How much of each pixel of a box the letters cover, 0 to 255. */
    private static int[] coverage(Shape letters, Rectangle box) {
        BufferedImage mask = new BufferedImage(box.width, box.height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D pen = mask.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        pen.translate(-box.x, -box.y);
        pen.setColor(Color.BLACK);
        pen.fill(letters);
        pen.dispose();
        int[] argb = mask.getRGB(0, 0, box.width, box.height, null, 0, box.width);
        for (int i = 0; i < argb.length; i++) {
            argb[i] >>>= 24;
        }
        return argb;
    }
}
