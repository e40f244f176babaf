package dev.eqm.sample.evaluation.ood;

import dev.eqm.core.data.Picture;
import dev.eqm.core.data.Png;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** ROC curves as a picture: a panel a score, in it a curve for each set out of distribution. */
public final class RocPlot {
    private static final int WIDTH = 460;
    private static final int HEIGHT = 420;
    private static final int COLUMNS = 3;
    private static final Color CHANCE = new Color(170, 170, 170);

    /**
     * One score.
     *
     * @param title the score's name
     * @param curves by the name of the set
     */
    public record Panel(String title, Map<String, RocCurve> curves) {}

    private RocPlot() {}

    /** Writes all panels as one PNG; the file is complete or not there. */
    public static void write(Path file, List<Panel> panels) {
        int columns = Math.min(COLUMNS, panels.size());
        int rows = (panels.size() + columns - 1) / columns;
        BufferedImage sheet =
                new BufferedImage(columns * WIDTH, rows * HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D on = sheet.createGraphics();
        on.setColor(Color.WHITE);
        on.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        for (int i = 0; i < panels.size(); i++) {
            BufferedImage panel = BitmapEncoder.getBufferedImage(chart(panels.get(i)));
            on.drawImage(panel, i % columns * WIDTH, i / columns * HEIGHT, null);
        }
        on.dispose();
        Png.write(file, picture(sheet));
    }

    private static XYChart chart(Panel panel) {
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(panel.title())
                        .xAxisTitle("in distribution, flagged")
                        .yAxisTitle("out of distribution, flagged")
                        .build();
        chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideSE);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0).setYAxisMin(0.0).setYAxisMax(1.0);
        XYSeries chance =
                add(chart, "chance", new RocCurve(new double[] {0, 1}, new double[] {0, 1}));
        chance.setLineColor(CHANCE).setShowInLegend(false);
        panel.curves()
                .forEach(
                        (name, curve) ->
                                add(
                                        chart,
                                        String.format(Locale.ROOT, "%s %.3f", name, curve.area()),
                                        curve));
        return chart;
    }

    private static XYSeries add(XYChart chart, String name, RocCurve curve) {
        XYSeries series = chart.addSeries(name, curve.falsePositives(), curve.truePositives());
        series.setMarker(SeriesMarkers.NONE);
        series.setLineStyle(new BasicStroke(2));
        return series;
    }

    private static Picture picture(BufferedImage image) {
        int h = image.getHeight();
        int w = image.getWidth();
        int[] rgb = image.getRGB(0, 0, w, h, null, 0, w);
        byte[] pixels = new byte[3 * rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            pixels[3 * i] = (byte) (rgb[i] >> 16);
            pixels[3 * i + 1] = (byte) (rgb[i] >> 8);
            pixels[3 * i + 2] = (byte) rgb[i];
        }
        return new Picture(pixels, h, w, 3);
    }
}
