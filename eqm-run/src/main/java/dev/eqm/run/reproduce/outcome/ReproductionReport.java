package dev.eqm.run.reproduce.outcome;

import dev.eqm.core.device.Backend;
import dev.eqm.core.store.JsonObject;
import dev.eqm.run.folder.JsonFile;
import dev.eqm.run.folder.TextFile;
import dev.eqm.run.reproduce.item.Scale;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What came of a reproduction.
 *
 * @param scaleName tiny, here or paper
 * @param scale how large everything was
 * @param seeds trainings of every arm
 * @param outcomes of items, in the order in which they were asked for
 */
public record ReproductionReport(
        String scaleName, Scale scale, int seeds, List<ItemOutcome> outcomes) {
    public ReproductionReport {
        outcomes = List.copyOf(outcomes);
    }

    /** Items that could not be done. */
    public List<ItemOutcome> failed() {
        return outcomes.stream().filter(o -> !o.failure().isEmpty()).toList();
    }

    /**
     * {@code report.json}: the same bytes however often the work was stopped, but for {@code
     * times}, which stand last.
     */
    public JsonObject toJson() {
        JsonObject times = JsonObject.of(Map.of());
        outcomes.forEach(o -> times.with(o.id(), o.times()));
        return JsonObject.of("eqm", Backend.version())
                .with("scale", scaleName)
                .with("about", scale.about())
                .with("science", scale.science())
                .with("seeds", seeds)
                .with("items", outcomes.stream().map(ItemOutcome::toJson).toList())
                .with("times", times);
    }

    /** As a page of tables. */
    public String markdown() {
        return new Tables(this).markdown();
    }

    /** Where the figure of an item is, below the folder of the report. */
    public static Path figure(Path folder, ItemOutcome outcome) {
        return folder.resolve("figures").resolve(outcome.id() + ".png");
    }

    /** Writes report.json, report.md, and PNG and SVG of every item that has something to draw. */
    public void write(Path folder) {
        JsonFile.write(folder.resolve("report.json"), toJson());
        TextFile.write(folder.resolve("report.md"), markdown());
        outcomes.forEach(o -> new Figure(o).write(figure(folder, o)));
    }
}
