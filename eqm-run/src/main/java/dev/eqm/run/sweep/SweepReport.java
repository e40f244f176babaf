package dev.eqm.run.sweep;

import dev.eqm.core.device.Backend;
import dev.eqm.core.store.JsonObject;
import dev.eqm.run.folder.JsonFile;
import dev.eqm.run.folder.TextFile;
import dev.eqm.run.scoring.SweepScores;
import java.nio.file.Path;
import java.util.List;

/**
 * What a sweep knows.
 *
 * @param name of the distance
 * @param protocol what all results share
 * @param floor what real images have
 * @param floorOf which these are
 */
public record SweepReport(
        String name,
        SweepProtocol protocol,
        SweepScores.Found floor,
        String floorOf,
        List<SweepResult> results) {
    /** The same with what is known now. */
    SweepReport with(List<SweepResult> known) {
        return new SweepReport(name, protocol, floor, floorOf, known);
    }

    /** As a page of tables. */
    public String markdown() {
        return new SweepTables(name, floor.distance(), floorOf).markdown(protocol, results);
    }

    private JsonObject toJson() {
        JsonObject real =
                JsonObject.of("of", floorOf)
                        .with("distance", floor.distance().value())
                        .with("low", floor.distance().low())
                        .with("high", floor.distance().high())
                        .with("agreement", JsonFile.finite(floor.agreement()));
        return JsonObject.of("eqm", Backend.version())
                .with("distance", name)
                .with("protocol", protocol.toJson())
                .with("floor", real)
                .with("points", results.stream().map(SweepResult::toJson).toList());
    }

    /**
     * Writes sweep.json, sweep.md, and sweep.png and sweep.svg if there is something to compare.
     */
    void write(Path folder) {
        JsonFile.write(folder.resolve("sweep.json"), toJson());
        TextFile.write(folder.resolve("sweep.md"), markdown());
        new SweepFigure(name, floor.distance()).write(folder.resolve("sweep.png"), results);
    }
}
