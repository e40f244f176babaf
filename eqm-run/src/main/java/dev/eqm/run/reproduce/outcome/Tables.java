package dev.eqm.run.reproduce.outcome;

import dev.eqm.run.reproduce.verdict.Answer;
import dev.eqm.run.reproduce.verdict.Association;
import dev.eqm.sample.evaluation.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** A reproduction as a page of Markdown. */
public record Tables(ReproductionReport report) {
    private static final String NONE = "–";

    /** The whole page. */
    public String markdown() {
        StringBuilder page = new StringBuilder("# Reproduction, scale ");
        page.append(report.scaleName())
                .append("\n\n")
                .append(report.scale().about())
                .append("\n\n");
        page.append("%d trainings per arm, each with its own seed.\n\n".formatted(report.seeds()));
        List<List<String>> all = new ArrayList<>();
        for (ItemOutcome o : report.outcomes()) {
            all.add(summary(o));
        }
        table(page, ITEMS, all);
        report.outcomes().forEach(o -> item(page, o));
        return page.toString();
    }

    /** Headings of the summary. */
    public static final List<String> ITEMS = List.of("item", "source", "title", "outcome", "hours");

    /** An item in the summary. */
    public static List<String> summary(ItemOutcome o) {
        String hours = o.rows().isEmpty() ? NONE : String.format(Locale.ROOT, "%.2f", o.hours());
        return List.of(o.id(), o.item().source(), o.item().title(), o.summary(), hours);
    }

    private void item(StringBuilder page, ItemOutcome o) {
        page.append("\n## ").append(o.item().source()).append(": ").append(o.item().title());
        page.append("\n\nClaim: ").append(o.item().claim()).append("\n\n");
        page.append("Outcome: ").append(o.summary()).append(".\n");
        if (!report.scale().science()) {
            page.append("\n(Scale tiny: this says nothing about the claim.)\n");
        }
        if (!o.item().note().isEmpty()) {
            page.append("\nNote: ").append(o.item().note()).append("\n");
        }
        if (!o.rows().isEmpty()) {
            page.append("\n");
            table(page, head(o), cells(o));
        }
        if (!o.floor().isEmpty()) {
            page.append("\nReal images, as many: ").append(number(o.floorMean())).append(".\n");
        }
        if (!o.answers().isEmpty()) {
            page.append("\n");
            table(page, ANSWERS, o.answers().stream().map(Tables::cells).toList());
        }
        if (!o.associations().isEmpty()) {
            page.append("\n");
            table(page, RELATIONS, o.associations().stream().map(Tables::cells).toList());
        }
        o.warnings().forEach(w -> page.append("\n- ").append(w).append("."));
        page.append(o.warnings().isEmpty() ? "" : "\n");
    }

    /** Headings of comparisons. */
    public static final List<String> ANSWERS =
            List.of("comparison", "verdict", "difference", "95 % interval", "remark");

    /** A comparison as cells. */
    public static List<String> cells(Answer answer) {
        Estimate d = answer.paired().estimate();
        boolean bounded = Double.isFinite(d.low());
        return List.of(
                answer.asked().toString(),
                answer.verdict().toString(),
                number(d.value()),
                bounded ? number(d.low()) + " to " + number(d.high()) : NONE,
                answer.why());
    }

    /** Headings of relations. */
    public static final List<String> RELATIONS =
            List.of("rise together", "verdict", "Spearman's ρ", "p", "remark");

    /** A relation as cells. */
    public static List<String> cells(Association a) {
        boolean known = !Double.isNaN(a.found().rho());
        return List.of(
                a.asked().toString(),
                a.verdict().toString(),
                number(a.found().rho()),
                known ? a.p() : NONE,
                a.why());
    }

    /** Headings of an item's table. */
    public static List<String> head(ItemOutcome o) {
        List<String> head = new ArrayList<>(List.of("arm"));
        if (!o.placesTitle().isEmpty()) {
            head.add(o.placesTitle());
        }
        if (isSearched(o)) {
            head.add(o.plan().search().title());
        }
        head.addAll(List.of(o.measureTitle(), "95 % interval"));
        if (isPublished(o)) {
            head.add("paper");
        }
        head.addAll(beside(o));
        return head;
    }

    /** An item's table. */
    public static List<List<String>> cells(ItemOutcome o) {
        List<List<String>> all = new ArrayList<>();
        for (Row row : o.rows()) {
            Estimate value = row.estimate();
            List<String> cells = new ArrayList<>(List.of(row.arm()));
            if (!o.placesTitle().isEmpty()) {
                cells.add(row.place().isEmpty() ? NONE : row.place());
            }
            if (isSearched(o)) {
                cells.add(row.choice().value().isEmpty() ? NONE : row.choice().value());
            }
            cells.add(row.diverged() ? "diverged" : number(value.value()));
            boolean bounded = value.hasInterval() && !row.diverged();
            cells.add(bounded ? number(value.low()) + " to " + number(value.high()) : NONE);
            if (isPublished(o)) {
                cells.add(number(row.published()));
            }
            for (String name : beside(o)) {
                cells.add(number(row.beside().getOrDefault(name, Double.NaN)));
            }
            all.add(cells);
        }
        return all;
    }

    private static boolean isSearched(ItemOutcome o) {
        return o.rows().stream().anyMatch(r -> !r.choice().value().isEmpty());
    }

    private static boolean isPublished(ItemOutcome o) {
        return o.rows().stream().anyMatch(r -> !Double.isNaN(r.published()));
    }

    private static Set<String> beside(ItemOutcome o) {
        Set<String> names = new TreeSet<>();
        o.rows().forEach(r -> names.addAll(r.beside().keySet()));
        return names;
    }

    private static void table(StringBuilder page, List<String> head, List<List<String>> rows) {
        line(page, head);
        line(page, head.stream().map(h -> "---").toList());
        rows.forEach(row -> line(page, row));
    }

    private static void line(StringBuilder page, List<String> cells) {
        page.append("| ");
        page.append(String.join(" | ", cells.stream().map(c -> c.replace("|", "\\|")).toList()));
        page.append(" |\n");
    }

    /** A number in four figures. */
    public static String number(double value) {
        return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%.4g", value);
    }
}
