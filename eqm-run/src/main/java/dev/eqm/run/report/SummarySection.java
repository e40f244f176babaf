package dev.eqm.run.report;

import dev.eqm.run.Elapsed;
import dev.eqm.run.folder.RunHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jsoup.nodes.Element;

/** What was trained, on what, how far: a row a fact, a column a run. */
final class SummarySection {
    private SummarySection() {}

    static void addTo(Element page, ReportContext context) {
        Element section = Markup.section(page, "summary", 2, "Summary");
        List<List<String>> rows = new ArrayList<>();
        row(rows, context, "trained", SummarySection::trained);
        row(rows, context, "loss", run -> last(run, MetricsLog.Line::loss));
        row(rows, context, "explained variance", run -> last(run, MetricsLog.Line::explained));
        row(rows, context, "training time", SummarySection::time);
        row(rows, context, "network", SummarySection::network);
        row(rows, context, "objective", run -> run.settings().below("loss"));
        row(rows, context, "optimiser", run -> optimizer(run.settings()));
        row(rows, context, "batch size", run -> run.settings().get("train.batchSize"));
        row(rows, context, "data", SummarySection::data);
        row(rows, context, "classes", SummarySection::classes);
        row(rows, context, "machine", SummarySection::machine);
        row(rows, context, "versions", SummarySection::versions);
        row(rows, context, "folder", RunRecord::path);
        List<String> head = new ArrayList<>(List.of("property"));
        context.runs().forEach(run -> head.add(run.name()));
        Markup.table(section, context.isOfOne() ? "The run" : "The runs", head, rows);
        for (RunRecord run : context.runs()) {
            stops(section, context, run);
        }
    }

    private static void row(
            List<List<String>> rows,
            ReportContext context,
            String fact,
            Function<RunRecord, String> value) {
        List<String> row = new ArrayList<>(List.of(fact));
        context.runs().forEach(run -> row.add(value.apply(run)));
        if (row.stream().skip(1).anyMatch(v -> !v.isEmpty())) {
            rows.add(row);
        }
    }

    private static String trained(RunRecord run) {
        String steps =
                "%s of %s steps"
                        .formatted(
                                Numbers.whole(run.steps()),
                                Numbers.whole(run.settings().whole("train.steps")));
        List<RunHistory.Stretch> all = run.history();
        if (run.isComplete()) {
            return steps + ", complete";
        } else if (all.isEmpty()) {
            return steps;
        }
        RunHistory.Stretch last = all.get(all.size() - 1);
        if (!last.hasEnded()) {
            return steps + ", still training or killed";
        }
        return steps
                + (last.reason().equals("stopped") ? ", stopped" : ", failed: " + last.reason());
    }

    private static String last(RunRecord run, Function<MetricsLog.Line, Double> number) {
        return run.metrics().isEmpty() ? "" : Numbers.text(number.apply(run.metrics().last()));
    }

    private static String time(RunRecord run) {
        if (run.metrics().isEmpty()) {
            return "";
        }
        MetricsLog.Line last = run.metrics().last();
        return "%s, %s images, %s images/s"
                .formatted(
                        Elapsed.text(last.seconds()),
                        Numbers.text(last.images()),
                        Numbers.text(last.images() / last.seconds()));
    }

    private static String network(RunRecord run) {
        String preset = run.settings().get("model.backbone.name");
        String backbone =
                preset.isEmpty() ? run.settings().below("model.backbone") : "transformer " + preset;
        List<CheckpointFacts> all = run.checkpoints();
        long parameters = all.isEmpty() ? 0 : all.get(all.size() - 1).parameters();
        return parameters == 0
                ? backbone
                : "%s; %s parameters".formatted(backbone, Numbers.whole(parameters));
    }

    private static String optimizer(Settings settings) {
        String kind = settings.get("optimizer.kind");
        String rate = settings.get("optimizer.learningRate");
        return "%s, learning rate %s, schedule %s"
                .formatted(kind.isEmpty() ? "adamw" : kind, rate, settings.below("rate"));
    }

    private static String data(RunRecord run) {
        return run.data().get("images") instanceof String images
                ? images
                : run.settings().below("data.source");
    }

    private static String classes(RunRecord run) {
        return run.data().get("classes") instanceof List<?> names
                ? String.join(", ", names.stream().map(Object::toString).toList())
                : "";
    }

    private static String machine(RunRecord run) {
        if (run.history().isEmpty()) {
            return "";
        }
        Map<?, ?> facts = run.history().get(run.history().size() - 1).machine();
        double memory = Numbers.number(facts.get("memoryBytes"));
        return "%s, %s cores, %s GB memory; %s on %s, %s lanes"
                .formatted(
                        facts.get("processor"),
                        Numbers.of(facts.get("cores")),
                        Numbers.text(Math.rint(memory / 1e9)),
                        run.settings().get("precision"),
                        facts.get("device"),
                        Numbers.of(facts.get("lanes")));
    }

    /** Of the process that trained last, or of the newest checkpoint of an older run. */
    private static String versions(RunRecord run) {
        Map<?, ?> versions = Map.of();
        if (!run.history().isEmpty()) {
            versions = run.history().get(run.history().size() - 1).versions();
        } else if (!run.checkpoints().isEmpty()) {
            versions = run.checkpoints().get(run.checkpoints().size() - 1).versions();
        }
        List<String> all = new ArrayList<>();
        versions.forEach((name, version) -> all.add(name + " " + version));
        return String.join(", ", all);
    }

    /** When it was trained; a row a process. */
    private static void stops(Element section, ReportContext context, RunRecord run) {
        if (run.history().isEmpty()) {
            Markup.paragraph(
                    section,
                    context.titled(
                            run,
                            "It is not known when and on which machine the run was trained or whether it was "
                                    + "interrupted: it has no history.jsonl, which older versions did not write."));
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        List<RunHistory.Stretch> all = run.history();
        for (int i = 0; i < all.size(); i++) {
            RunHistory.Stretch stretch = all.get(i);
            String open = i < all.size() - 1 ? "killed" : "killed, or still training";
            rows.add(
                    List.of(
                            Numbers.whole(stretch.from()),
                            stretch.hasEnded() ? Numbers.whole(stretch.ended()) : "",
                            readable(stretch.began()),
                            readable(stretch.time()),
                            stretch.hasEnded() ? stretch.reason() : open));
        }
        Markup.table(
                section,
                context.titled(run, "When it was trained (UTC)"),
                List.of("after step", "to step", "began", "ended", "how it ended"),
                rows);
    }

    private static String readable(String instant) {
        return instant.replace('T', ' ').replace("Z", "");
    }
}
