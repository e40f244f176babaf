package dev.eqm.cli.command.score;

import dev.eqm.cli.plot.SweepFigure;
import dev.eqm.core.device.Backend;
import dev.eqm.run.folder.JsonFile;
import dev.eqm.run.folder.TextFile;
import dev.eqm.run.scoring.SweepScores;
import dev.eqm.run.sweep.SweepResult;
import dev.eqm.run.sweep.SweepTables;
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
public record SweepReport(
        String name, Map<String, Object> protocol, SweepScores.Found floor, String floorOf) {
    public SweepTables tables() {
        return new SweepTables(name, floor.distance(), floorOf);
    }

    public String title() {
        return name + " of " + protocol.get("run");
    }

    /** The protocol in words. */
    public Map<String, Object> facts() {
        Map<String, Object> all = new LinkedHashMap<>(protocol);
        all.put("features", ((Map<?, ?>) protocol.get("features")).get("name"));
        return all;
    }

    /** Writes sweep.json, sweep.md and, if there is anything to compare, sweep.png and .svg. */
    public void write(Path folder, List<SweepResult> results) {
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
