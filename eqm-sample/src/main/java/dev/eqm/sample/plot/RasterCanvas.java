package dev.eqm.sample.plot;

import dev.eqm.core.data.Picture;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/**
 * A picture of pixels, smoothed, for a PNG. Needs no display and no fonts.
 *
 * <p>Strokes are not moved to whole pixels, so that thin lines stay where the SVG has them.
 */
public final class RasterCanvas implements Canvas {
    private static final double BOLDER = 0.04; // width of the outlines, over the size
    private static final float MITER = 10;

    private final BufferedImage image;
    private final Graphics2D pen;

    /**
     * White paper.
     *
     * @param scale pixels of the picture for one pixel of the drawing
     */
    public RasterCanvas(int width, int height, double scale) {
        int wide = (int) Math.round(width * scale);
        int high = (int) Math.round(height * scale);
        image = new BufferedImage(wide, high, BufferedImage.TYPE_INT_RGB);
        pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, wide, high);
        pen.scale(scale, scale);
    }

    @Override
    public void line(double[] x, double[] y, Ink ink, double width, double... dash) {
        stroke(path(x, y), ink, width, dash);
    }

    @Override
    public void area(double[] x, double[] y, Ink ink) {
        Path2D path = path(x, y);
        path.closePath();
        pen.setColor(color(ink));
        pen.fill(path);
    }

    @Override
    public void disc(double x, double y, double radius, Ink ink) {
        pen.setColor(color(ink));
        pen.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    @Override
    public void circle(double x, double y, double radius, Ink ink, double width) {
        stroke(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius), ink, width);
    }

    @Override
    public void text(
            double x, double y, String text, double size, Anchor anchor, boolean bold, Ink ink) {
        double wide = Lettering.width(text, size);
        double left =
                switch (anchor) {
                    case START -> x;
                    case MIDDLE -> x - wide / 2;
                    case END -> x - wide;
                };
        AffineTransform place = AffineTransform.getTranslateInstance(left, y);
        write(Lettering.outline(text, size), place, ink);
        if (bold) { // the font has one weight: outlines make letters thicker
            Shape letters = place.createTransformedShape(Lettering.outline(text, size));
            stroke(letters, ink, BOLDER * size);
        }
    }

    @Override
    public void upwards(double x, double y, String text, double size, Ink ink) {
        AffineTransform turned = AffineTransform.getTranslateInstance(x, y);
        turned.quadrantRotate(-1);
        turned.translate(-Lettering.width(text, size) / 2, 0);
        write(Lettering.outline(text, size), turned, ink);
    }

    private void write(Shape letters, AffineTransform place, Ink ink) {
        pen.setColor(color(ink));
        pen.fill(place.createTransformedShape(letters));
    }

    @Override
    public void clipped(double x, double y, double width, double height, Runnable marks) {
        Shape before = pen.getClip();
        pen.clip(new Rectangle2D.Double(x, y, width, height));
        marks.run();
        pen.setClip(before);
    }

    /** What was drawn. */
    public Picture picture() {
        return Picture.of(image);
    }

    private void stroke(Shape shape, Ink ink, double width, double... dash) {
        pen.setColor(color(ink));
        pen.setStroke(stroke((float) width, dash));
        pen.draw(shape);
    }

    private static BasicStroke stroke(float width, double... dash) {
        if (dash.length == 0) {
            return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
        }
        float[] lengths = new float[dash.length];
        for (int i = 0; i < dash.length; i++) {
            lengths[i] = (float) dash[i];
        }
        return new BasicStroke(
                width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, MITER, lengths, 0);
    }

    private static Path2D path(double[] x, double[] y) {
        Path2D path = new Path2D.Double();
        path.moveTo(x[0], y[0]);
        for (int i = 1; i < x.length; i++) {
            path.lineTo(x[i], y[i]);
        }
        return path;
    }

    /** Java has the alpha in the highest byte. */
    private static Color color(Ink ink) {
        int alpha = (int) Math.round(255 * ink.alpha());
        return new Color(ink.rgb() | alpha << 24, true);
    }
}
