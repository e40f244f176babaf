package dev.eqm.cli.command;

import dev.eqm.cli.sweep.SweepFigure;
import dev.eqm.cli.sweep.SweepResult;
import dev.eqm.cli.sweep.SweepTables;
import dev.eqm.core.kernel.Backend;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files that show a sweep.
 *
 * @param name of the distance
 * @param protocol what all results share
 * @param floor what real images have
 * @param floorOf which these are
 */
record SweepReport(
        String name, Map<String, Object> protocol, SweepScores.Found floor, String floorOf) {
    SweepTables tables() {
        return new SweepTables(name, floor.distance(), floorOf);
    }

    String title() {
        return name + " of " + protocol.get("run");
    }

    /** The protocol in words. */
    Map<String, Object> facts() {
        Map<String, Object> all = new LinkedHashMap<>(protocol);
        all.put("features", ((Map<?, ?>) protocol.get("features")).get("name"));
        return all;
    }

    /** Writes sweep.json, sweep.md and, if there is anything to compare, sweep.png and .svg. */
    void write(Path folder, List<SweepResult> results) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("eqm", Backend.version());
        all.put("distance", name);
        all.put("protocol", protocol);
        Map<String, Object> real = new LinkedHashMap<>();
        real.put("of", floorOf);
        real.put("distance", floor.distance().value());
        real.put("low", floor.distance().low());
        real.put("high", floor.distance().high());
        real.put("agreement", JsonFile.finite(floor.agreement()));
        all.put("floor", real);
        all.put("points", results.stream().map(SweepResult::toJson).toList());
        JsonFile.write(folder.resolve("sweep.json"), all);
        TextFile.write(folder.resolve("sweep.md"), tables().markdown(title(), facts(), results));
        new SweepFigure(name, floor.distance())
                .write(folder.resolve("sweep.png"), folder.resolve("sweep.svg"), results);
    }
}
