package dev.eqm.run.sweep;

import dev.eqm.core.check.Words;
import dev.eqm.sample.evaluation.statistics.Estimate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Results as Markdown: a table for each way through the grid, then all settings, best first.
 *
 * @param name of the distance, such as FMD
 * @param floor the distance of real images of the same number
 * @param floorOf which images these are
 */
public record SweepTables(String name, Estimate floor, String floorOf) {
    /** All tables, under the protocol of all results in words. */
    public String markdown(SweepProtocol protocol, List<SweepResult> results) {
        StringBuilder page = new StringBuilder();
        page.append("# ").append(name).append(" of ").append(protocol.run()).append("\n\n");
        protocol.facts()
                .forEach((key, value) -> page.append("- " + key + ": " + told(value) + "\n"));
        page.append("- " + name + " of " + floorOf + ": " + interval(floor) + "\n\n");
        page.append(
                "Cells are "
                        + name
                        + " with its 95 % interval; lower is better, the best of a table is bold.\n");
        SweepView.of(results).forEach(view -> table(page, view));
        all(page, results);
        return page.toString();
    }

    /** A view: a row for each value of its axis, a column for each number of steps. */
    private void table(StringBuilder page, SweepView view) {
        page.append("\n## ").append(name).append(" by ").append(view.axis().word());
        if (!view.fixed().isEmpty()) {
            page.append(" (").append(view.fixed()).append(')');
        }
        List<Integer> steps = view.steps();
        page.append("\n\n| ").append(view.axis().word()).append(" |");
        steps.forEach(s -> page.append(' ').append(s).append(s == 1 ? " step |" : " steps |"));
        page.append("\n| --- |").append(" --- |".repeat(steps.size())).append('\n');
        double best = view.distances().min().orElse(Double.NaN);
        for (Map.Entry<Comparable<?>, Map<Integer, SweepResult>> row : view.rows().entrySet()) {
            page.append("| ").append(SweepView.text(row.getKey())).append(" |");
            steps.forEach(
                    s -> page.append(' ').append(cell(row.getValue().get(s), best)).append(" |"));
            page.append('\n');
        }
    }

    /** Nothing for a setting that was not asked for, or is not known yet. */
    private static String cell(SweepResult result, double best) {
        if (result == null) {
            return "";
        }
        if (result.diverged()) {
            return "diverged";
        }
        String text = interval(result.distance());
        return result.distance().value() == best ? "**" + text + "**" : text;
    }

    /** All settings by distance; those that diverged come last. */
    private void all(StringBuilder page, List<SweepResult> results) {
        page.append("\n## All settings, best first\n\n| checkpoint | rule | eta | cfg | steps | ")
                .append(name)
                .append(" | class agreement |\n| --- | --- | --- | --- | --- | --- | --- |\n");
        // no distance sorts last: NaN is above all numbers
        Comparator<SweepResult> best = Comparator.comparingDouble(r -> r.distance().value());
        results.stream().sorted(best).map(SweepTables::line).forEach(page::append);
    }

    /** A row of that table; class agreement is unknown where the net knows no classes. */
    private static String line(SweepResult r) {
        SweepPoint p = r.point();
        String distance = r.diverged() ? "diverged" : interval(r.distance());
        String agreement =
                Double.isNaN(r.agreement())
                        ? "-"
                        : String.format(Locale.ROOT, "%.3f", r.agreement());
        String sizes = SweepPoint.number(p.eta()) + " | " + SweepPoint.number(p.cfg());
        return "| %s | %s | %s | %s | %s | %s |\n"
                .formatted(p.checkpoint(), p.rule(), sizes, p.steps(), distance, agreement);
    }

    /** {@code 3.21 [3.02, 3.40]}. */
    public static String interval(Estimate e) {
        return e.hasInterval()
                ? String.format(Locale.ROOT, "%.4g [%.4g, %.4g]", e.value(), e.low(), e.high())
                : String.format(Locale.ROOT, "%.4g", e.value());
    }

    /** The settings are stored as records print them, because files are compared by them. */
    private static Object told(Object value) {
        return value instanceof String text ? Words.parts(text) : value;
    }
}
