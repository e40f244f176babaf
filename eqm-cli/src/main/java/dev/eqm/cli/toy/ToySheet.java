package dev.eqm.cli.toy;

import dev.eqm.core.data.ImageSource;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonObject;
import dev.eqm.run.folder.JsonFile;
import dev.eqm.run.folder.TextFile;
import dev.eqm.sample.output.OutputFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code eqm toy} leaves in a folder: {@code toy.png}, {@code toy.svg} and {@code toy.json} of
 * all runs together, {@code energy.*} of a run with an explicit energy.
 */
public final class ToySheet {
    private final String name;
    private final ImageSource data;
    private final Path folder;
    private final PlaneFigure figure;
    private final Map<String, JsonObject> numbers = new LinkedHashMap<>(); // by run

    /**
     * An empty sheet.
     *
     * @param data points, [2, 1, 1]
     * @param folder made when something is written
     */
    public ToySheet(String name, ImageSource data, Path folder) {
        this.name = name;
        this.data = data;
        this.folder = folder;
        this.figure = new PlaneFigure(data);
    }

    /** Draws and writes the energy of a model that has one; the model stays open. */
    public EnergyFigure energy(PlaneModel model) {
        EnergyFigure energy = new EnergyFigure(data, model);
        OutputFiles.draw(folder.resolve("energy.png"), energy.figure());
        TextFile.write(folder.resolve("energy.json"), Json.write(energy.toJson()) + "\n");
        return energy;
    }

    /** Adds a model's panels and says how good its samples are; the model stays open. */
    public PlaneNumbers add(PlaneModel model) {
        PlaneNumbers found = figure.add(model);
        numbers.put(model.config().name(), found.toJson());
        return found;
    }

    /** Writes the figure and the numbers of all models that were added. */
    public void write() {
        OutputFiles.draw(folder.resolve("toy.png"), figure.figure());
        JsonObject head = JsonObject.of("name", name).with("data", data.describe());
        JsonFile.write(folder.resolve("toy.json"), head.withAll(numbers));
    }
}
