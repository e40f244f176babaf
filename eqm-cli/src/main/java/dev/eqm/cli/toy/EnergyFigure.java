package dev.eqm.cli.toy;

import dev.eqm.cli.plot.Figure;
import dev.eqm.cli.plot.Panel;
import dev.eqm.cli.plot.Shading;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.store.JsonObject;
import dev.eqm.run.settings.SamplerWords;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An explicit energy over the plane: E as shading and level lines, arrows of −∇E, data, and the
 * paths that samples descend; with the numbers behind it.
 */
public final class EnergyFigure {
    private static final int LEVELS = 6;
    private static final double ROUNDING = 1e-6;

    private final float[] data;
    private final PlaneMarks marks; // heights are E
    private final List<double[]> energies; // after every step, of all walks
    private final String how;

    /**
     * Looks at the model, which may be closed afterwards.
     *
     * @param model with an explicit energy
     * @throws IllegalArgumentException if it has none
     */
    public EnergyFigure(ImageSource source, PlaneModel model) {
        data = PlaneMarks.points(source);
        float[] grid = PlaneMarks.grid();
        marks =
                new PlaneMarks(
                        model.energies(grid, model.unconditional(grid.length / 2)),
                        model.gradients(PlaneMarks.cells(), 0),
                        model.walks(PlaneMarks.SAMPLES));
        long[] labels = model.labels(PlaneMarks.SAMPLES);
        energies = marks.walks().stream().map(states -> model.energies(states, labels)).toList();
        how =
                energies.size()
                        - 1
                        + " updates, "
                        + SamplerWords.of(model.config().sampling().rule());
    }

    /** The drawing. */
    public Figure figure() {
        List<Double> levels = levels();
        return new Figure(
                "An explicit energy of points in the plane",
                List.of(panel -> draw(panel, levels)),
                PlaneMarks.LIMIT,
                PlaneMarks.legend(),
                levels,
                "level lines of E:");
    }

    private void draw(Panel panel, List<Double> levels) {
        panel.title("An explicit energy E(x)", how);
        double longest = 2 * PlaneNumbers.median(PlaneNumbers.norms(marks.gradients()));
        panel.inside(
                () -> {
                    new Shading(marks.lines(), levels).draw(panel);
                    marks.draw(panel, data, levels, longest);
                });
    }

    /** Multiples of a round number from the lowest height up to seven tenths of the square. */
    private List<Double> levels() {
        double[] sorted = marks.heights().clone();
        Arrays.sort(sorted);
        double lowest = sorted[0];
        double high = sorted[(int) (0.7 * (sorted.length - 1))];
        double step = round(Math.max(1e-9, high - lowest) / LEVELS);
        List<Double> levels = new ArrayList<>();
        for (double k = Math.floor(lowest / step) + 1; levels.size() < LEVELS; k++) {
            levels.add(k * step);
        }
        return levels;
    }

    /** The next of ..., 0.1, 0.2, 0.5, 1, 2, 5, ... */
    static double round(double step) {
        double power = Math.pow(10, Math.floor(Math.log10(step)));
        for (double digit : new double[] {1, 2, 5}) {
            if (digit * power >= step * (1 - 1e-9)) {
                return digit * power;
            }
        }
        return 10 * power;
    }

    /**
     * Updates after which a sample's energy was higher, of all samples and updates; by more than a
     * millionth of the largest energy, because at rest float32 goes up as often as down.
     */
    public int rises() {
        double largest =
                energies.stream().flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
        int rises = 0;
        for (int k = 1; k < energies.size(); k++) {
            for (int i = 0; i < PlaneMarks.SAMPLES; i++) {
                rises += energies.get(k)[i] - energies.get(k - 1)[i] > ROUNDING * largest ? 1 : 0;
            }
        }
        return rises;
    }

    /** Updates of all samples. */
    public int updates() {
        return PlaneMarks.SAMPLES * (energies.size() - 1);
    }

    /** The landscape on a grid, the paths that are drawn and energies along them. */
    public JsonObject toJson() {
        List<Object> paths = new ArrayList<>();
        for (int i = 0; i < PlaneMarks.PATHS; i++) {
            int sample = i;
            List<Double> energy = energies.stream().map(e -> e[sample]).toList();
            paths.add(
                    JsonObject.of("x", floats(marks.along(2 * i)))
                            .with("y", floats(marks.along(2 * i + 1)))
                            .with("energy", energy));
        }
        List<Object> rows = new ArrayList<>();
        for (int from = 0; from < marks.heights().length; from += PlaneMarks.GRID) {
            rows.add(floats(Arrays.copyOfRange(marks.heights(), from, from + PlaneMarks.GRID)));
        }
        return JsonObject.of("sampling", how)
                .with("limit", PlaneMarks.LIMIT)
                .with("levels", levels())
                .with("rises", rises())
                .with("updates", updates())
                .with("meanEnergies", energies.stream().map(EnergyFigure::mean).toList())
                .with("paths", paths)
                .with("gridSide", PlaneMarks.GRID)
                .with("gridRowsFromBelow", rows);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }

    /** As short as float32 is: the numbers were computed in it. */
    private static List<Float> floats(double[] values) {
        return Arrays.stream(values).mapToObj(v -> (float) v).toList();
    }
}
