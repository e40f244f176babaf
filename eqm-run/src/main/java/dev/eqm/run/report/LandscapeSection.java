package dev.eqm.run.report;

import dev.eqm.core.check.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;

/** What the landscape of a model looks like: {@code eqm inspect --landscape}. */
final class LandscapeSection {
    private static final List<String> FACTS =
            List.of("model", "kind", "data", "states", "probes", "cfg");

    private LandscapeSection() {}

    static void addTo(Element page, ReportContext context) {
        Element section = Markup.section(page, "landscape", 2, "Landscape");
        for (RunRecord run : context.runs()) {
            List<Results.Found> all = run.found().landscapes();
            if (run.settings().get("model.timeConditional").equals("true")) {
                Markup.paragraph(
                        section, run.name() + " takes time as an input, so it has no landscape.");
            } else if (all.isEmpty()) {
                Markup.missing(
                        section,
                        "The landscape of %s has not been measured. This measures it:"
                                .formatted(run.name()),
                        Setting.command("inspect")
                                + " %s --landscape --out %s".formatted(run.path(), run.path()));
            } else {
                add(section, context, run, all.get(0));
            }
        }
    }

    private static void add(
            Element section, ReportContext context, RunRecord run, Results.Found found) {
        Map<?, ?> json = found.json();
        List<List<String>> rows = new ArrayList<>();
        if (json.get("sites") instanceof Map<?, ?> sites) {
            sites.forEach((name, site) -> rows.add(site("" + name, site)));
        }
        Markup.table(
                section,
                context.titled(run, "At data, at noise and along a descent (± standard error)"),
                List.of(
                        "at",
                        "gradient norm",
                        "|J − Jᵀ| / |J + Jᵀ|",
                        "norm |J|₂, mean",
                        "norm |J|₂, largest"),
                rows);
        Map<?, ?> safe = json.get("safeEta") instanceof Map<?, ?> map ? map : Map.of();
        Markup.paragraph(
                section,
                ("J is the Jacobian of the field; the ratio is 0 for the gradient of an energy. The "
                                        + "largest norm, L = %s, is a lower bound for the Lipschitz constant. Gradient")
                                .formatted(Numbers.of(json.get("lipschitz")))
                        + " descent is safe up to η = 2/L = %s and best at η = 1/L = %s."
                                .formatted(
                                        Numbers.of(safe.get("2/L")), Numbers.of(safe.get("1/L"))));
        if (json.get("falls") instanceof List<?> falls && !falls.isEmpty()) {
            falls(section, context, run, falls);
        }
        Element details =
                Markup.details(section, context.titled(run, "Protocol of these measurements"));
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("file", found.file().toString());
        FACTS.forEach(key -> JsonFacts.flatten(facts, key, json.get(key)));
        JsonFacts.table(details, "Facts", facts);
    }

    private static List<String> site(String name, Object site) {
        Map<?, ?> of = site instanceof Map<?, ?> map ? map : Map.of();
        return List.of(
                name,
                estimate(of.get("gradientNorm")),
                estimate(of.get("asymmetry")),
                estimate(of.get("stretch")),
                Numbers.text(Numbers.number(of.get("lipschitz"))));
    }

    private static String estimate(Object value) {
        return value instanceof Map<?, ?> of
                ? Numbers.text(Numbers.number(of.get("value")))
                        + " ± "
                        + Numbers.text(Numbers.number(of.get("standardError")))
                : "";
    }

    private static void falls(
            Element section, ReportContext context, RunRecord run, List<?> falls) {
        List<List<String>> rows = new ArrayList<>();
        for (Object one : falls) {
            if (one instanceof Map<?, ?> fall) {
                List<String> row = new ArrayList<>();
                for (String key :
                        List.of(
                                "etaTimesL",
                                "eta",
                                "rises",
                                "largestRise",
                                "meanEnergyFirst",
                                "meanEnergyLast")) {
                    row.add(Numbers.of(fall.get(key)));
                }
                rows.add(row);
            }
        }
        Markup.table(
                section,
                context.titled(run, "Descents of the energy by step size"),
                List.of(
                        "η·L",
                        "η",
                        "steps that raised the energy",
                        "largest rise",
                        "mean energy at first",
                        "mean energy at last"),
                rows);
    }
}
