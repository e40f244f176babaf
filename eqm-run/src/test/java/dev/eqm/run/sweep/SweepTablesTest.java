package dev.eqm.run.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eqm.core.data.Picture;
import dev.eqm.core.data.Png;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.feature.FeatureSpec;
import dev.eqm.sample.evaluation.statistics.Estimate;
import dev.eqm.sample.plot.Axis;
import dev.eqm.sample.plot.Chart;
import dev.eqm.sample.plot.Curve;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTablesTest {
    private static final Estimate FLOOR = new Estimate(0.5, 0.4, 0.6, "jackknife");

    private static final SweepProtocol PROTOCOL =
            new SweepProtocol(
                    "a run",
                    new FeatureSpec("fmnist28", "none", "", Map.of(FeatureKind.POOLED, 64)),
                    500,
                    0,
                    "ema",
                    "nag",
                    "FLOAT32",
                    "data",
                    "12ab");

    private static List<SweepResult> results() {
        List<SweepResult> all = new ArrayList<>();
        for (double eta : new double[] {0.02, 0.0017}) {
            for (int steps : new int[] {10, 250}) {
                SweepPoint point = new SweepPoint(2000, "nag", eta, 1.5, steps);
                double value = 100 / eta / steps / 100;
                Estimate estimate = new Estimate(value, value / 2, value * 2, "jackknife");
                all.add(new SweepResult(point, "abc", estimate, 0.9, 1));
            }
        }
        all.add(SweepResult.diverged(new SweepPoint(2000, "nag", 0.5, 1.5, 250), "abc"));
        return all;
    }

    @Test
    void rowsAreTheAxisAndColumnsTheSteps() {
        String page =
                new SweepTables("FMD", FLOOR, "500 held-out real images")
                        .markdown(PROTOCOL, results());
        assertThat(page)
                .contains(
                        "# FMD of a run",
                        "- count: 500",
                        "- FMD of 500 held-out real images: 0.5000 [0.4000, 0.6000]",
                        "## FMD by eta (checkpoint 2000, rule nag, cfg 1.5)",
                        "| eta | 10 steps | 250 steps |",
                        "| 0.0017 | 58.82 [29.41, 117.6] | 2.353 [1.176, 4.706] |",
                        "| 0.02 | 5.000 [2.500, 10.00] | **0.2000 [0.1000, 0.4000]** |",
                        "| 0.5 |  | diverged |",
                        "| 2000 | nag | 0.02 | 1.5 | 250 | 0.2000 [0.1000, 0.4000] | 0.900 |")
                .doesNotContain("FID", "by rule", "by cfg");
        assertThat(page.indexOf("| 0.02 | 1.5 | 250 |"))
                .isLessThan(page.indexOf("| 0.0017 | 1.5 | 10 |"));
    }

    @Test
    void chartsAreDrawnTwice(@TempDir Path folder) throws IOException {
        Path png = folder.resolve("a.png");
        new SweepFigure("FMD", FLOOR).write(png, results());
        Picture picture = Png.read(png);
        assertThat(picture.width()).isGreaterThan(1000);
        assertThat(Files.readString(folder.resolve("a.svg")))
                .contains("FMD by eta", "10 steps", "250 steps", "real images");
        List<SweepResult> one = results().subList(0, 1);
        new SweepFigure("FMD", FLOOR).write(folder.resolve("b.png"), one);
        assertThat(folder.resolve("b.svg")).doesNotExist();
    }

    /** Values, their intervals, and what the lines are compared with. */
    @Test
    void linesAreTheDistancesOverTheAxis() {
        List<SweepResult> all = new ArrayList<>(results());
        SweepPoint point = new SweepPoint(2000, "nag", 0.01, 1.5, 10);
        all.add(new SweepResult(point, "abc", new Estimate(9, -1, 20, "jackknife"), 0.9, 1));
        Chart chart = new SweepFigure("FMD", FLOOR).charts(all).get(0);
        assertThat(chart.title()).isEqualTo("FMD by eta");
        assertThat(chart.under()).isEqualTo("checkpoint 2000, rule nag, cfg 1.5");
        assertThat(chart.x().title()).isEqualTo("eta");
        assertThat(chart.x().logarithmic()).isTrue();
        assertThat(chart.x().ticks())
                .extracting(Axis.Tick::text)
                .containsExactly("0.0017", "0.01", "0.02");
        assertThat(chart.y().logarithmic()).isTrue();
        assertThat(chart.y().from()).as("below the lowest value, above 0").isBetween(0.1, 0.2);
        assertThat(chart.curves())
                .extracting(Curve::name)
                .containsExactly("real images", "10 steps", "250 steps");
        assertThat(chart.curves().get(0).points()).allMatch(p -> p.y() == 0.5);
        List<Curve.Point> ten = chart.curves().get(1).points();
        assertThat(ten).extracting(Curve.Point::x).containsExactly(0.0017, 0.01, 0.02);
        assertThat(ten.get(0).y()).isCloseTo(100 / 0.0017 / 1000, within(1e-9));
        assertThat(ten.get(1)).isEqualTo(new Curve.Point(0.01, 9, -1, 20));
        assertThat(chart.curves().get(2).points())
                .extracting(Curve.Point::x)
                .containsExactly(0.0017, 0.02);
    }

    /** Rules have no order: a line for each, along the steps. */
    @Test
    void rulesAreLinesAlongTheSteps(@TempDir Path folder) throws IOException {
        List<SweepResult> all = new ArrayList<>(results());
        SweepPoint gd = new SweepPoint(2000, "gd", 0.02, 1.5, 10);
        all.add(new SweepResult(gd, "abc", FLOOR, Double.NaN, 1));
        Path svg = folder.resolve("a.svg");
        new SweepFigure("FMD", FLOOR).write(folder.resolve("a.png"), all);
        assertThat(Files.readString(svg)).contains("FMD by steps", "rule gd", "rule nag");
        assertThat(new SweepTables("FMD", FLOOR, "x").markdown(PROTOCOL, all))
                .contains("## FMD by rule (checkpoint 2000, eta 0.02, cfg 1.5)");
    }
}
