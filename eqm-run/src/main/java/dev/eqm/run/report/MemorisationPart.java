package dev.eqm.run.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;

/** How near samples lie to what was learned, as {@code eqm evaluate} found it. */
final class MemorisationPart {
    private MemorisationPart() {}

    /**
     * Adds sentence and table.
     *
     * @param found the part {@code memorisation} of the JSON
     */
    static void addTo(Element part, Map<?, ?> found) {
        Markup.heading(part, 4, "Copies of training images");
        Markup.paragraph(
                part,
                ("%s of %s samples lie closer to a training image than "
                                        + "the closest 1 %% of %s held-out images do, %s")
                                .formatted(
                                        percent(found, "nearerThan1Percent"),
                                        Numbers.of(found.get("samples")),
                                        Numbers.of(found.get("heldOut")),
                                        percent(found, "nearerThan5Percent"))
                        + " closer than the closest 5 %. A model that copies has many more. Searched: "
                        + found.get("learnedImages")
                        + (Boolean.TRUE.equals(found.get("mirroredToo")) ? ", also mirrored" : "")
                        + "; held out: "
                        + found.get("heldOutImages")
                        + ".");
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("all", found, "nearerThan5Percent"));
        if (found.get("classes") instanceof List<?> classes) {
            for (Object one : classes) {
                if (one instanceof Map<?, ?> c) {
                    rows.add(row("" + c.get("class"), c, "nearerThan5Percent"));
                }
            }
        }
        Markup.table(
                part,
                "Median distance to the nearest training image, and between two images of a class",
                List.of(
                        "class",
                        "samples",
                        "held-out images",
                        "closer than the closest 5 %",
                        "two samples apart",
                        "two held-out images apart"),
                rows);
    }

    private static List<String> row(String name, Map<?, ?> of, String share) {
        return List.of(
                name,
                Numbers.text(Numbers.number(of.get("samplesMedian"))),
                Numbers.text(Numbers.number(of.get("heldOutMedian"))),
                percent(of, share),
                Numbers.text(Numbers.number(of.get("samplesApart"))),
                Numbers.text(Numbers.number(of.get("heldOutApart"))));
    }

    private static String percent(Map<?, ?> of, String key) {
        return Numbers.percent(Numbers.number(of.get(key)));
    }
}
