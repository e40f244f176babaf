package dev.eqm.sample.evaluation.ood;

import dev.eqm.sample.output.OutputFiles;
import dev.eqm.sample.plot.Axis;
import dev.eqm.sample.plot.Chart;
import dev.eqm.sample.plot.Curve;
import dev.eqm.sample.plot.Look;
import dev.eqm.sample.plot.Plot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** ROC curves as a picture: a panel a score, in it a curve for each set out of distribution. */
public final class RocPlot {
    private static final double SIDE = 280;
    private static final int COLUMNS = 3; // four panels are two and two
    private static final double ROOM = 0.02; // around 0 and 1, so that no curve lies on the frame

    /**
     * One score.
     *
     * @param title the score's name
     * @param curves by the name of the set
     */
    public record Panel(String title, Map<String, RocCurve> curves) {}

    private RocPlot() {}

    /** Writes all panels as one PNG, and as an SVG beside it. */
    public static void write(Path png, List<Panel> panels) {
        List<Chart> charts = panels.stream().map(RocPlot::chart).toList();
        int columns = charts.size() == 4 ? 2 : COLUMNS;
        OutputFiles.draw(png, new Plot(charts, columns, SIDE, SIDE));
    }

    private static Chart chart(Panel panel) {
        double[] ends = {0, 1};
        List<Curve> curves = new ArrayList<>();
        curves.add(Curve.of("chance", ends, ends, Look.level()));
        panel.curves()
                .forEach(
                        (name, roc) -> {
                            String shown =
                                    String.format(Locale.ROOT, "%s, AUROC %.3f", name, roc.area());
                            Look look = Look.dashed(curves.size() - 1);
                            curves.add(
                                    Curve.of(
                                            shown,
                                            roc.falsePositives(),
                                            roc.truePositives(),
                                            look));
                        });
        return Chart.of(
                panel.title(),
                "",
                Axis.linear("share of images in distribution flagged", -ROOM, 1 + ROOM),
                Axis.linear("share of images out of distribution flagged", -ROOM, 1 + ROOM),
                curves);
    }
}
