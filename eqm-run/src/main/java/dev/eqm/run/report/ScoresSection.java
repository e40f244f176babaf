package dev.eqm.run.report;

import dev.eqm.core.check.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Element;

/**
 * Scores of samples with their protocol: those that were found while a run trained, those of {@code
 * eqm evaluate}, and how near samples lie to training images.
 */
final class ScoresSection {
    private static final String LOW = " low";
    private static final String HIGH = " high";

    private ScoresSection() {}

    static void addTo(Element page, ReportContext context) {
        Element section = Markup.section(page, "scores", 2, "Scores");
        whileTraining(section, context);
        beside(section, context);
        for (RunRecord run : context.runs()) {
            evaluations(section, context, run);
        }
    }

    private static void whileTraining(Element section, ReportContext context) {
        Element part = Markup.section(section, "scores-training", 3, "While training");
        Set<String> names = new LinkedHashSet<>();
        for (RunRecord run : context.runs()) {
            run.metrics().scores().forEach(s -> names.addAll(s.values().keySet()));
            if (run.metrics().scores().isEmpty()) {
                Markup.missing(
                        part,
                        run.name() + " was not scored while it trained. This scores a new run:",
                        Setting.command("train")
                                + " --config FILE --set name=OTHER --set evaluation.every=1000");
            }
        }
        names.removeIf(name -> name.endsWith(LOW) || name.endsWith(HIGH));
        Element charts = part.appendElement("div").addClass("charts");
        for (String name : names) {
            context.chart(charts, chart(context, name), "of the samples described below.");
        }
        for (RunRecord run : context.runs()) {
            if (!run.metrics().scores().isEmpty()) {
                table(part, context, run, names);
            }
        }
    }

    private static Chart chart(ReportContext context, String name) {
        List<Chart.Table> tables = new ArrayList<>();
        for (RunRecord run : context.runs()) {
            List<MetricsLog.Scores> all =
                    run.metrics().scores().stream()
                            .filter(s -> s.values().containsKey(name))
                            .toList();
            if (all.isEmpty()) {
                continue;
            }
            String label = context.isOfOne() ? name : run.name();
            List<Chart.Curve> curves = new ArrayList<>();
            curves.add(curve(label, run, Chart.Role.MAIN, all, name));
            if (all.get(0).values().containsKey(name + LOW)) {
                curves.add(curve(label + LOW, run, Chart.Role.LOW, all, name + LOW));
                curves.add(curve(label + HIGH, run, Chart.Role.HIGH, all, name + HIGH));
            }
            double[] steps = all.stream().mapToDouble(MetricsLog.Scores::step).toArray();
            tables.add(new Chart.Table(steps, curves));
        }
        return new Chart(name, "step", name, Chart.Look.DOTS, true, tables, List.of());
    }

    private static Chart.Curve curve(
            String label,
            RunRecord run,
            Chart.Role role,
            List<MetricsLog.Scores> all,
            String name) {
        double[] values =
                all.stream().mapToDouble(s -> s.values().getOrDefault(name, Double.NaN)).toArray();
        return new Chart.Curve(label, run.colour(), role, values);
    }

    private static void table(
            Element part, ReportContext context, RunRecord run, Set<String> names) {
        List<String> head = new ArrayList<>(List.of("step"));
        head.addAll(names);
        List<List<String>> rows = new ArrayList<>();
        for (MetricsLog.Scores scores : run.metrics().scores()) {
            List<String> row = new ArrayList<>(List.of(Numbers.whole(scores.step())));
            for (String name : names) {
                row.add(
                        Numbers.interval(
                                scores.values().getOrDefault(name, Double.NaN),
                                scores.values().getOrDefault(name + LOW, Double.NaN),
                                scores.values().getOrDefault(name + HIGH, Double.NaN)));
            }
            rows.add(row);
        }
        Settings settings = run.settings();
        Markup.table(
                part, context.titled(run, "Scores while training [95 % interval]"), head, rows);
        Markup.paragraph(
                part,
                context.titled(
                        run,
                        "Each of %s samples with labels %s, features %s, compared with %s; sampling: %s."
                                .formatted(
                                        settings.get("evaluation.count"),
                                        settings.get("evaluation.labels"),
                                        settings.get("evaluation.features"),
                                        settings.get("evaluation.reference").equals("data")
                                                ? "the run's own images"
                                                : settings.get("evaluation.reference"),
                                        settings.below("sampling"))));
    }

    /** The newest evaluations of several runs: a row a score, a column a run. */
    private static void beside(Element section, ReportContext context) {
        List<String> head = new ArrayList<>(List.of("score"));
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (RunRecord run : context.runs()) {
            for (Results.Found found : run.found().evaluations().stream().limit(1).toList()) {
                int column = head.size();
                head.add(run.name());
                scores(found).forEach((name, score) -> put(rows, column, name, value(score)));
            }
        }
        if (head.size() < 3) { // one alone has nothing beside it
            return;
        }
        rows.values().forEach(row -> fill(row, head.size()));
        Element part = Markup.section(section, "scores-beside", 3, "Side by side");
        String caption = "The newest scores of eqm evaluate [interval]";
        Markup.table(part, caption, head, List.copyOf(rows.values()));
        Markup.paragraph(
                part,
                "They can be compared where features, reference and the number of samples are the same: see"
                        + " the protocols below.");
    }

    private static void put(Map<String, List<String>> rows, int column, String name, String value) {
        List<String> row = rows.computeIfAbsent(name, n -> new ArrayList<>(List.of(n)));
        fill(row, column);
        row.add(value);
    }

    private static void fill(List<String> row, int size) {
        while (row.size() < size) {
            row.add("");
        }
    }

    /** By name, in the order of the file. */
    private static Map<String, Map<?, ?>> scores(Results.Found found) {
        Map<String, Map<?, ?>> all = new LinkedHashMap<>();
        if (found.json().get("scores") instanceof List<?> scores) {
            for (Object one : scores) {
                if (one instanceof Map<?, ?> score) {
                    all.put("" + score.get("name"), score);
                }
            }
        }
        return all;
    }

    private static String value(Map<?, ?> score) {
        return Numbers.interval(
                Numbers.number(score.get("value")),
                Numbers.number(score.get("low")),
                Numbers.number(score.get("high")));
    }

    private static void evaluations(Element section, ReportContext context, RunRecord run) {
        Element part =
                Markup.section(
                        section,
                        "evaluations" + context.suffix(run),
                        3,
                        context.titled(run, "By eqm evaluate"));
        List<Results.Found> all = run.found().evaluations();
        if (all.isEmpty()) {
            Markup.missing(
                    part,
                    "%s contains no scores and no search for copies of training images. This makes both:"
                            .formatted(run.path()),
                    Setting.command("evaluate")
                            + " --run %s --count 1000 --labels balanced --json %s/evaluation.json"
                                    .formatted(run.path(), run.path()));
        }
        all.forEach(found -> evaluation(part, run, found));
    }

    private static void evaluation(Element part, RunRecord run, Results.Found found) {
        List<List<String>> rows = new ArrayList<>();
        scores(found)
                .forEach(
                        (name, score) ->
                                rows.add(
                                        List.of(
                                                name,
                                                value(score),
                                                text(score.get("interval")),
                                                text(score.get("better")))));
        Markup.table(
                part,
                "Scores in " + found.file(),
                List.of("score", "value [interval]", "interval by", "better is"),
                rows);
        if (found.json().get("warnings") instanceof List<?> warnings) {
            warnings.forEach(w -> Markup.paragraph(part, "Note: " + w));
        }
        if (found.json().get("memorisation") instanceof Map<?, ?> memorisation) {
            MemorisationPart.addTo(part, memorisation);
        } else {
            Markup.missing(
                    part,
                    "These scores do not include a search for copies of training images, which needs "
                            + "held-out images of the same data. If the data have them, this searches:",
                    Setting.command("evaluate")
                            + " --run %s --count 1000 --labels balanced --memorisation --json %s/evaluation.json"
                                    .formatted(run.path(), run.path()));
        }
        Element details = Markup.details(part, "Protocol of these scores");
        Map<String, String> facts = new LinkedHashMap<>();
        for (String key : List.of("eqm", "samples", "reference", "protocol")) {
            JsonFacts.flatten(facts, key, found.json().get(key));
        }
        JsonFacts.table(details, "Protocol", facts);
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }
}
