package dev.eqm.run.sweep;

import dev.eqm.core.device.Backend;
import dev.eqm.run.folder.JsonFile;
import dev.eqm.run.folder.TextFile;
import dev.eqm.run.scoring.SweepScores;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    private Map<String, Object> toJson() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("eqm", Backend.version());
        all.put("distance", name);
        all.put("protocol", protocol.toJson());
        Map<String, Object> real = new LinkedHashMap<>();
        real.put("of", floorOf);
        real.put("distance", floor.distance().value());
        real.put("low", floor.distance().low());
        real.put("high", floor.distance().high());
        real.put("agreement", JsonFile.finite(floor.agreement()));
        all.put("floor", real);
        all.put("points", results.stream().map(SweepResult::toJson).toList());
        return all;
    }

    /**
     * Writes sweep.json, sweep.md, and sweep.png and sweep.svg if there is something to compare.
     */
    void write(Path folder) {
        JsonFile.write(folder.resolve("sweep.json"), toJson());
        TextFile.write(folder.resolve("sweep.md"), markdown());
        new SweepFigure(name, floor.distance())
                .write(folder.resolve("sweep.png"), folder.resolve("sweep.svg"), results);
    }
}
