package dev.eqm.sample.evaluation.ood;

import dev.eqm.sample.output.ChartSheet;
import java.awt.BasicStroke;
import java.awt.Color;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        new ChartSheet(panels.stream().map(RocPlot::chart).toList(), COLUMNS, 1).writePng(file);
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
        chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0).setYAxisMin(0.0).setYAxisMax(1.0);
        RocCurve diagonal = new RocCurve(new double[] {0, 1}, new double[] {0, 1});
        XYSeries chance = add(chart, "chance", diagonal);
        chance.setLineColor(CHANCE).setShowInLegend(false);
        Map<String, RocCurve> curves = panel.curves();
        curves.forEach(
                (name, curve) -> {
                    String shown = String.format(Locale.ROOT, "%s %.3f", name, curve.area());
                    add(chart, shown, curve);
                });
        return ChartSheet.styled(chart);
    }

    private static XYSeries add(XYChart chart, String name, RocCurve curve) {
        XYSeries series = chart.addSeries(name, curve.falsePositives(), curve.truePositives());
        series.setMarker(SeriesMarkers.NONE);
        series.setLineStyle(new BasicStroke(2));
        return series;
    }
}
