package dev.eqm.cli.plot;

import dev.eqm.core.data.Picture;
import dev.eqm.core.data.Png;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;

/**
 * A picture of pixels, smoothed, for a PNG. Needs no display.
 *
 * <p>Strokes are not moved to whole pixels, so that thin lines stay where the SVG has them.
 */
public final class RasterCanvas implements Canvas {
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
        pen.setRenderingHint(
                RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, wide, high);
        pen.scale(scale, scale);
    }

    @Override
    public void line(double[] x, double[] y, Ink ink, double width) {
        stroke(path(x, y), ink, width);
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
        Font font = new Font(Font.SANS_SERIF, bold ? Font.BOLD : Font.PLAIN, 1);
        pen.setFont(font.deriveFont((float) size));
        pen.setColor(color(ink));
        double wide = pen.getFontMetrics().getStringBounds(text, pen).getWidth();
        double left =
                switch (anchor) {
                    case START -> x;
                    case MIDDLE -> x - wide / 2;
                    case END -> x - wide;
                };
        pen.drawString(text, (float) left, (float) y);
    }

    @Override
    public void clipped(double x, double y, double width, double height, Runnable marks) {
        Shape before = pen.getClip();
        pen.clip(new Rectangle2D.Double(x, y, width, height));
        marks.run();
        pen.setClip(before);
    }

    @Override
    public void write(Path file) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] rgb = image.getRaster().getPixels(0, 0, width, height, (int[]) null);
        byte[] pixels = new byte[rgb.length]; // [H, W, RGB]
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) rgb[i];
        }
        Png.write(file, new Picture(pixels, height, width, 3));
    }

    private void stroke(Shape shape, Ink ink, double width) {
        pen.setColor(color(ink));
        pen.setStroke(
                new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        pen.draw(shape);
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
