package dev.eqm.sample.output;

import static dev.eqm.core.check.Check.require;

import de.erichseifert.vectorgraphics2d.Document;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import dev.eqm.core.check.BrokenRuleException;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * Charts of one size side by side, as one PNG or one SVG. All charts of eqm are XChart's and are
 * written here; files are complete or not there.
 *
 * @param charts of XChart, row by row; at least one
 * @param columns at most so many in a row
 * @param scale pixels of a PNG for one of the charts
 */
public record ChartSheet(List<? extends Chart<?, ?>> charts, int columns, int scale) {
    public ChartSheet {
        require(!charts.isEmpty(), "a sheet needs at least one chart, got none");
        require(columns >= 1 && scale >= 1, "columns and scale must be positive");
        charts = List.copyOf(charts);
        columns = Math.min(columns, charts.size());
    }

    /** One chart alone, pixel for pixel. */
    public static ChartSheet of(Chart<?, ?> chart) {
        return new ChartSheet(List.of(chart), 1, 1);
    }

    /** Gives a chart what all have in common: white paper, numbers as English writes them. */
    public static <C extends Chart<?, ?>> C styled(C chart) {
        chart.getStyler().setChartBackgroundColor(Color.WHITE).setLocale(Locale.ROOT);
        return chart;
    }

    /**
     * Checks that this Java can draw text: without fontconfig or fonts, it fails in one of several
     * unchecked ways.
     *
     * @throws IllegalArgumentException saying what to install
     */
    public static void requireFonts() {
        String[] fonts;
        String why = "";
        try {
            fonts = GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames();
        } catch (InternalError | LinkageError | RuntimeException e) {
            fonts = new String[0];
            why = " (" + e + ")";
        }
        if (fonts.length == 0) {
            throw new BrokenRuleException(
                    ("a plot needs a font, but Java found none%s; install fontconfig and a font "
                                    + "(Debian: fontconfig and fonts-dejavu-core), or leave out the plot")
                            .formatted(why));
        }
    }

    /** Writes pixels. */
    public void writePng(Path file) {
        BufferedImage sheet =
                new BufferedImage(width() * scale, height() * scale, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = sheet.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        pen.scale(scale, scale);
        draw(pen);
        pen.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        OutputFiles.on(file, () -> ImageIO.write(sheet, "png", png));
        OutputFiles.write(file, png.toByteArray());
    }

    /** Writes curves; texts are curves, too, so their words stand in the description. */
    public void writeSvg(Path file) {
        VectorGraphics2D pen = new VectorGraphics2D();
        draw(pen);
        PageSize page = new PageSize(width(), height());
        ByteArrayOutputStream svg = new ByteArrayOutputStream();
        Document drawn = new SVGProcessor().getDocument(pen.getCommands(), page);
        OutputFiles.on(file, () -> drawn.writeTo(svg));
        // without the document type before <svg, which readers would look for in the network
        String text = svg.toString(StandardCharsets.UTF_8);
        int begin = text.indexOf("<svg");
        int head = text.indexOf('>', begin) + 1;
        String described = text.substring(begin, head) + description() + text.substring(head);
        OutputFiles.write(file, described.getBytes(StandardCharsets.UTF_8));
    }

    /** Titles and the names of lines. */
    private String description() {
        List<String> names = new ArrayList<>();
        for (Chart<?, ?> chart : charts) {
            names.add(chart.getTitle());
            chart.getSeriesCollection().stream()
                    .filter(series -> series.isShowInLegend())
                    .forEach(series -> names.add(series.getName()));
        }
        String words = String.join("; ", names).replace("&", "&amp;");
        return "<desc>" + words.replace("<", "&lt;").replace(">", "&gt;") + "</desc>";
    }

    private void draw(Graphics2D pen) {
        for (int i = 0; i < charts.size(); i++) {
            Chart<?, ?> chart = charts.get(i);
            int left = i % columns * chart.getWidth();
            int top = i / columns * chart.getHeight();
            pen.translate(left, top);
            chart.paint(pen, chart.getWidth(), chart.getHeight());
            pen.translate(-left, -top);
        }
    }

    private int width() {
        return columns * charts.get(0).getWidth();
    }

    private int height() {
        return (charts.size() + columns - 1) / columns * charts.get(0).getHeight();
    }
}
