package dev.eqm.run.report;

import dev.eqm.core.check.Setting;
import dev.eqm.sample.output.Series;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;

/** The last samples that {@code eqm sample} made of a run: picture, steps, norms, energies. */
final class SamplingSection {
    private SamplingSection() {}

    static void addTo(Element page, ReportContext context) {
        Element section = Markup.section(page, "sampling", 2, "Last sampling");
        for (RunRecord run : context.runs()) {
            List<Results.Found> all = run.found().samplings();
            if (all.isEmpty()) {
                Markup.missing(
                        section,
                        "No samples of the checkpoints of %s were found. This makes them:"
                                .formatted(run.name()),
                        command(run, "grid,norms,steps"));
            } else {
                add(section, context, run, all.get(0));
            }
        }
    }

    private static String command(RunRecord run, String formats) {
        return Setting.command("sample")
                + " --run %s --count 40 --format %s".formatted(run.path(), formats);
    }

    private static void add(
            Element section, ReportContext context, RunRecord run, Results.Found found) {
        Path folder = found.file().resolveSibling("");
        Element part =
                Markup.section(
                        section,
                        "sampling" + context.suffix(run) + "-last",
                        3,
                        context.titled(run, "Samples in " + folder));
        boolean isWhole = Boolean.TRUE.equals(found.json().get("complete"));
        Markup.paragraph(
                part,
                "%s%s."
                        .formatted(
                                Numbers.counted(
                                        (long) Numbers.number(found.json().get("done")), "sample"),
                                isWhole
                                        ? ""
                                        : "; sampling was interrupted: the same command continues it"));
        Path grid = folder.resolve("grid.png");
        if (Files.exists(grid)) {
            EmbeddedPicture.of(grid, context.pictureBytes() * 2, context.passedOver())
                    .forEach(
                            picture ->
                                    Markup.picture(
                                            part,
                                            picture,
                                            "Grid of the last samples of " + run.name(),
                                            grid.toString()));
        }
        Element charts = part.appendElement("div").addClass("charts");
        SampledSeries series = new SampledSeries(folder);
        List<Chart> norms = series.chart(Series.NORMS, context.passedOver());
        List<Chart> steps = series.chart(Series.STEPS, context.passedOver());
        List<Chart> energies = series.chart(Series.ENERGIES, context.passedOver());
        String band = "Mean of all samples; a tenth of them lies below the band, a tenth above.";
        norms.forEach(chart -> context.chart(charts, chart, band));
        energies.forEach(chart -> context.chart(charts, chart, band));
        steps.forEach(chart -> context.chart(charts, chart, "until they stopped."));
        if (norms.isEmpty() || steps.isEmpty()) {
            Markup.missing(
                    part,
                    "Steps or norms of these samples were not kept. This keeps both:",
                    command(run, "grid,norms,steps"));
        }
        if (energies.isEmpty() && hasEnergy(run.settings())) {
            Markup.missing(
                    part,
                    "Energies along sampling were not kept. This keeps them:",
                    Setting.command("sample")
                            + " --run %s --count 40 --format grid,energies --cfg 1"
                                    .formatted(run.path()));
        }
        Element details = Markup.details(part, "How these samples were made");
        Map<String, String> facts = new LinkedHashMap<>();
        JsonFacts.flatten(facts, "", found.json().get("settings"));
        JsonFacts.table(details, "Settings", facts);
    }

    /** Whether the model has an explicit energy. */
    private static boolean hasEnergy(Settings settings) {
        String energy = settings.below("model.energy");
        return !energy.isEmpty() && !energy.equals("none");
    }
}
