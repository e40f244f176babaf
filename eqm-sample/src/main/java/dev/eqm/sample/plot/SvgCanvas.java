package dev.eqm.sample.plot;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Locale;

/**
 * A drawing as SVG 1.1, to be scaled to any size.
 *
 * <p>Coordinates have one decimal, a tenth of a pixel: more would only make the file larger.
 * Numbers are in {@code Locale.ROOT}, since a decimal comma is no SVG.
 */
public final class SvgCanvas implements Canvas {
    private final StringBuilder svg = new StringBuilder();
    private int clips;

    /** White paper. */
    public SvgCanvas(int width, int height) {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                        + " viewBox=\"0 0 %d %d\" font-family=\"Liberation Sans, Arial, Helvetica, sans-serif\">%n",
                width, height, width, height);
        add("<rect width=\"%d\" height=\"%d\" fill=\"#FFFFFF\"/>%n", width, height);
    }

    @Override
    public void line(double[] x, double[] y, Ink ink, double width, double... dash) {
        String dashes = Arrays.stream(dash).mapToObj(d -> text("%.1f", d)).collect(joining(" "));
        add(
                "<path d=\"%s\" fill=\"none\" stroke-linecap=\"%s\" stroke-linejoin=\"round\" %s%s/>%n",
                path(x, y),
                dash.length == 0 ? "round" : "butt",
                stroke(ink, width),
                dash.length == 0 ? "" : " stroke-dasharray=\"" + dashes + "\"");
    }

    @Override
    public void area(double[] x, double[] y, Ink ink) {
        add("<path d=\"%sZ\" %s/>%n", path(x, y), fill(ink));
    }

    @Override
    public void disc(double x, double y, double radius, Ink ink) {
        add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.2f\" %s/>%n", x, y, radius, fill(ink));
    }

    @Override
    public void circle(double x, double y, double radius, Ink ink, double width) {
        add(
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.2f\" fill=\"none\" %s/>%n",
                x, y, radius, stroke(ink, width));
    }

    @Override
    public void text(
            double x, double y, String text, double size, Anchor anchor, boolean bold, Ink ink) {
        add(
                "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%.1f\" text-anchor=\"%s\"%s %s>%s</text>%n",
                x,
                y,
                size,
                anchor.name().toLowerCase(Locale.ROOT),
                bold ? " font-weight=\"bold\"" : "",
                fill(ink),
                escaped(text));
    }

    @Override
    public void upwards(double x, double y, String text, double size, Ink ink) {
        add(
                "<text transform=\"translate(%.1f %.1f) rotate(-90)\" font-size=\"%.1f\""
                        + " text-anchor=\"middle\" %s>%s</text>%n",
                x, y, size, fill(ink), escaped(text));
    }

    @Override
    public void clipped(double x, double y, double width, double height, Runnable marks) {
        clips++;
        add(
                "<clipPath id=\"clip%d\"><rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>"
                        + "</clipPath>%n<g clip-path=\"url(#clip%d)\">%n",
                clips, x, y, width, height, clips);
        marks.run();
        add("</g>%n");
    }

    /** The document. */
    public String document() {
        return svg + "</svg>\n";
    }

    private static String path(double[] x, double[] y) {
        StringBuilder d = new StringBuilder();
        for (int i = 0; i < x.length; i++) {
            d.append(text("%s%.1f %.1f", i == 0 ? "M" : "L", x[i], y[i]));
        }
        return d.toString();
    }

    private static String fill(Ink ink) {
        String color = text("fill=\"#%06X\"", ink.rgb());
        return ink.alpha() == 1 ? color : color + text(" fill-opacity=\"%.2f\"", ink.alpha());
    }

    private static String stroke(Ink ink, double width) {
        return text(
                "stroke=\"#%06X\" stroke-opacity=\"%.2f\" stroke-width=\"%.2f\"",
                ink.rgb(), ink.alpha(), width);
    }

    /** Titles are free text; in XML these three signs are not, and controls are forbidden. */
    private static String escaped(String text) {
        return Lettering.clean(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }

    private void add(String format, Object... values) {
        svg.append(text(format, values));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
