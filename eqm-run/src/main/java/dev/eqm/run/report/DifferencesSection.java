package dev.eqm.run.report;

import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Element;

/** In which settings runs differ; only where there are several. */
final class DifferencesSection {
    private DifferencesSection() {}

    static void addTo(Element page, ReportContext context) {
        if (context.isOfOne()) {
            return;
        }
        Element section =
                Markup.section(page, "differences", 2, "Differences of the configurations");
        List<Settings> all = context.runs().stream().map(RunRecord::settings).toList();
        List<List<String>> rows = new ArrayList<>();
        for (Settings.Difference row : Settings.differences(all)) {
            List<String> cells = new ArrayList<>(List.of(row.key()));
            cells.addAll(row.values());
            rows.add(cells);
        }
        if (rows.isEmpty()) {
            Markup.paragraph(section, "The configurations differ only in name and folder.");
            return;
        }
        List<String> head = new ArrayList<>(List.of("key"));
        context.runs().forEach(run -> head.add(run.name()));
        Markup.table(section, "Keys that differ; all others are the same", head, rows);
    }
}
