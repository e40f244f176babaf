package dev.eqm.cli.plot;

import dev.eqm.run.sweep.SweepReport;
import dev.eqm.run.sweep.SweepResult;
import dev.eqm.run.sweep.SweepView;
import dev.eqm.sample.evaluation.statistics.Estimate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Results as charts, one for each table that has more than one value: along numbers a line for each
 * number of steps, between rules a line for each rule along the steps.
 *
 * @param name of the distance
 * @param floor the distance of real images of the same number
 */
public record SweepFigure(String name, Estimate floor) {
    /** Writes sweep.png and sweep.svg into a folder; nothing if there is nothing to compare. */
    public static void draw(SweepReport report, Path folder) {
        new SweepFigure(report.name(), report.floor().distance())
                .write(folder.resolve("sweep.png"), folder.resolve("sweep.svg"), report.results());
    }

    /** Writes PNG and SVG; nothing if there is nothing to compare. */
    public boolean write(Path png, Path svg, List<SweepResult> results) {
        List<Chart> charts =
                SweepView.of(results).stream()
                        .filter(SweepView::hasDistances)
                        .map(this::chart)
                        .toList();
        if (charts.isEmpty()) {
            return false;
        }
        new ChartSheet(charts).write(png, svg);
        return true;
    }

    private Chart chart(SweepView view) {
        boolean along = view.axis().isNumber() && view.rows().size() > 1;
        boolean names = !along && view.steps().size() == 1;
        List<Chart.Line> lines = new ArrayList<>();
        List<String> ticks = new ArrayList<>();
        if (along) {
            for (int steps : view.steps()) {
                lines.add(acrossRows(view, steps, steps + " steps"));
            }
        } else if (names) {
            lines.add(acrossRows(view, view.steps().get(0), view.steps().get(0) + " steps"));
            view.rows().keySet().forEach(value -> ticks.add(SweepView.text(value)));
        } else {
            view.rows().forEach((value, row) -> lines.add(alongSteps(view, value, row)));
        }
        return new Chart(
                name + " by " + (along || names ? view.axis().word() : "steps"),
                view.fixed(),
                along || names ? view.axis().word() : "steps",
                name,
                ticks,
                lines.stream().filter(l -> l.x().length > 0).toList(),
                floor.value(),
                "real images");
    }

    private static Chart.Line acrossRows(SweepView view, int steps, String title) {
        List<SweepResult> found = new ArrayList<>();
        List<Double> x = new ArrayList<>();
        int row = 0;
        for (Map.Entry<Comparable<?>, Map<Integer, SweepResult>> entry : view.rows().entrySet()) {
            SweepResult r = entry.getValue().get(steps);
            if (r != null && !r.diverged()) {
                found.add(r);
                x.add(entry.getKey() instanceof Number n ? n.doubleValue() : (double) row);
            }
            row++;
        }
        return line(title, x, found);
    }

    private static Chart.Line alongSteps(
            SweepView view, Comparable<?> value, Map<Integer, SweepResult> row) {
        List<SweepResult> found =
                row.values().stream().filter(Objects::nonNull).filter(r -> !r.diverged()).toList();
        List<Double> x = found.stream().map(r -> (double) r.point().steps()).toList();
        return line(view.axis().word() + " " + SweepView.text(value), x, found);
    }

    private static Chart.Line line(String title, List<Double> x, List<SweepResult> results) {
        return new Chart.Line(
                title,
                x.stream().mapToDouble(v -> v).toArray(),
                results.stream().mapToDouble(r -> r.distance().value()).toArray(),
                results.stream().mapToDouble(r -> r.distance().low()).toArray(),
                results.stream().mapToDouble(r -> r.distance().high()).toArray());
    }
}
