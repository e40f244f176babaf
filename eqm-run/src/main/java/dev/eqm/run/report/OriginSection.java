package dev.eqm.run.report;

import dev.eqm.core.check.Setting;
import dev.eqm.run.folder.RunHistory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;

/** How a run was made: what is needed to make it again, and to know that it is the same. */
final class OriginSection {
    private OriginSection() {}

    static void addTo(Element page, ReportContext context) {
        Element section = Markup.section(page, "origin", 2, "How it was made");
        for (RunRecord run : context.runs()) {
            configuration(section, context, run);
            data(section, context, run);
            machines(section, context, run);
            checkpoints(section, context, run);
        }
    }

    private static void configuration(Element section, ReportContext context, RunRecord run) {
        Element details =
                Markup.details(section, context.titled(run, "Configuration, every value"));
        Markup.preformatted(details, run.settings().yaml());
    }

    private static void data(Element section, ReportContext context, RunRecord run) {
        if (run.data().isEmpty()) {
            return;
        }
        Element details = Markup.details(section, context.titled(run, "Images and their hash"));
        Map<String, String> facts = new LinkedHashMap<>();
        JsonFacts.flatten(facts, "", run.data());
        JsonFacts.table(details, context.titled(run, "Training images"), facts);
    }

    /** A column for each machine that differs from the one before it. */
    private static void machines(Element section, ReportContext context, RunRecord run) {
        List<String> head = new ArrayList<>(List.of("property"));
        Map<String, List<String>> rows = new LinkedHashMap<>();
        String before = "";
        for (RunHistory.Stretch stretch : run.history()) {
            Map<String, String> facts = new LinkedHashMap<>();
            JsonFacts.flatten(facts, "", stretch.machine());
            JsonFacts.flatten(facts, "", stretch.versions());
            if (before.equals(facts.toString())) {
                continue;
            }
            before = facts.toString();
            int column = head.size();
            head.add("after step " + Numbers.whole(stretch.from()));
            facts.forEach(
                    (key, value) -> {
                        List<String> row =
                                rows.computeIfAbsent(key, k -> new ArrayList<>(List.of(k)));
                        while (row.size() < column) {
                            row.add("");
                        }
                        row.add(value);
                    });
        }
        if (rows.isEmpty()) {
            return;
        }
        rows.values().forEach(row -> fill(row, head.size()));
        Element details = Markup.details(section, context.titled(run, "Machine and versions"));
        String caption = context.titled(run, "Machine and versions");
        Markup.table(details, caption, head, List.copyOf(rows.values()));
    }

    private static void fill(List<String> row, int size) {
        while (row.size() < size) {
            row.add("");
        }
    }

    private static void checkpoints(Element section, ReportContext context, RunRecord run) {
        List<List<String>> rows = new ArrayList<>();
        for (CheckpointFacts checkpoint : run.checkpoints()) {
            checkpoint
                    .sha256()
                    .forEach(
                            (file, hash) ->
                                    rows.add(
                                            List.of(Numbers.whole(checkpoint.step()), file, hash)));
        }
        if (rows.isEmpty()) {
            Markup.missing(
                    section,
                    run.name() + " has no checkpoint yet. Training writes them:",
                    Setting.command("train") + " --config FILE --resume");
            return;
        }
        Element details = Markup.details(section, context.titled(run, "Checkpoints, with hashes"));
        Markup.table(
                details,
                context.titled(run, "SHA-256 of their files, as recorded by training"),
                List.of("step", "file", "SHA-256"),
                rows);
    }
}
