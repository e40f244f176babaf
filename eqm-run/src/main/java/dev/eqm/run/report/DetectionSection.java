package dev.eqm.run.report;

import dev.eqm.core.check.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;

/** What a model says of given images: {@code eqm ood} and {@code eqm likelihood}. */
final class DetectionSection {
    private DetectionSection() {}

    static void addTo(Element page, ReportContext context) {
        Element section = Markup.section(page, "images", 2, "Unfamiliar images and likelihoods");
        for (RunRecord run : context.runs()) {
            boolean seesTime = run.settings().get("model.timeConditional").equals("true");
            List<Results.Found> detections = run.found().detections();
            List<Results.Found> likelihoods = run.found().likelihoods();
            if (!detections.isEmpty()) {
                detection(section, context, run, detections.get(0));
            } else if (!seesTime) {
                Markup.missing(
                        section,
                        "How well %s recognises unfamiliar images is not known. This measures it:"
                                .formatted(run.name()),
                        Setting.command("ood")
                                + " --run %s --count 200 --out %s/ood"
                                        .formatted(run.path(), run.path()));
            }
            if (!likelihoods.isEmpty()) {
                likelihood(section, context, run, likelihoods.get(0));
            } else if (seesTime) {
                Markup.missing(
                        section,
                        "The likelihood of images is not known. For a Flow-Matching model, this measures it:",
                        Setting.command("likelihood")
                                + " --run %s --count 64 --out %s"
                                        .formatted(run.path(), run.path()));
            }
        }
    }

    private static void detection(
            Element section, ReportContext context, RunRecord run, Results.Found found) {
        List<List<String>> rows = new ArrayList<>();
        if (found.json().get("scores") instanceof List<?> scores) {
            for (Object one : scores) {
                if (one instanceof Map<?, ?> score
                        && score.get("outOf") instanceof Map<?, ?> sets) {
                    sets.forEach((set, of) -> rows.add(row(score, "" + set, of)));
                }
            }
        }
        Markup.table(
                section,
                context.titled(run, "Unfamiliar images, from " + found.file()),
                List.of(
                        "score",
                        "set",
                        "AUROC [interval]",
                        "mean in distribution",
                        "mean of the set"),
                rows);
    }

    private static List<String> row(Map<?, ?> score, String set, Object of) {
        Map<?, ?> out = of instanceof Map<?, ?> map ? map : Map.of();
        Map<?, ?> in = score.get("in") instanceof Map<?, ?> map ? map : Map.of();
        Map<?, ?> auroc = out.get("auroc") instanceof Map<?, ?> map ? map : Map.of();
        return List.of(
                "" + score.get("score"),
                set,
                Numbers.interval(
                        auroc.isEmpty()
                                ? Numbers.number(out.get("auroc"))
                                : Numbers.number(auroc.get("value")),
                        Numbers.number(auroc.get("low")),
                        Numbers.number(auroc.get("high"))),
                Numbers.text(Numbers.number(in.get("mean"))),
                Numbers.text(Numbers.number(out.get("mean"))));
    }

    private static void likelihood(
            Element section, ReportContext context, RunRecord run, Results.Found found) {
        Map<?, ?> json = found.json();
        Markup.paragraph(
                section,
                context.titled(
                        run,
                        "Likelihood: %s ± %s bits per dimension of %s (%s, %s steps), as found in %s."
                                .formatted(
                                        Numbers.of(json.get("bitsPerDimension")),
                                        Numbers.of(json.get("standardError")),
                                        Numbers.of(json.get("count")) + " images",
                                        json.get("images"),
                                        Numbers.of(json.get("steps")),
                                        found.file())));
    }
}
