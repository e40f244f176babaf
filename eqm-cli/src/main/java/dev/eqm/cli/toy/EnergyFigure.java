package dev.eqm.cli.toy;

import dev.eqm.cli.plot.Figure;
import dev.eqm.cli.plot.Ink;
import dev.eqm.cli.plot.LevelLines;
import dev.eqm.cli.plot.Panel;
import dev.eqm.cli.plot.Shading;
import dev.eqm.core.data.ImageSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An explicit energy over the plane: E as shading and level lines, arrows of −∇E, data, and the
 * paths that samples descend; with the numbers behind it.
 */
public final class EnergyFigure {
    private static final int GRID = 97;
    private static final int SAMPLES = 1000;
    private static final int LEVELS = 6;
    private static final double LINE = 1.2;
    private static final double ROUNDING = 1e-6;

    private final float[] data;
    private final double[] heights;
    private final float[] gradients;
    private final List<float[]> walks;
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
        float[] grid = PlaneMarks.grid(GRID);
        heights = model.energies(grid, model.unconditional(GRID * GRID));
        gradients = model.gradients(PlaneMarks.cells(), 0);
        walks = model.walks(SAMPLES);
        energies = new ArrayList<>();
        for (float[] states : walks) {
            energies.add(model.energies(states, model.labels(SAMPLES)));
        }
        how =
                String.format(
                        Locale.ROOT,
                        "%d updates, %s",
                        walks.size() - 1,
                        model.config().sampling().rule());
    }

    /** The drawing. */
    public Figure figure() {
        List<Double> levels = levels();
        return new Figure(
                List.of(panel -> draw(panel, levels)),
                PlaneMarks.LIMIT,
                PlaneMarks.legend(),
                levels,
                "level lines of E:");
    }

    private void draw(Panel panel, List<Double> levels) {
        panel.title("An explicit energy E(x)", how);
        panel.inside(
                () -> {
                    new Shading(GRID, heights, levels).draw(panel);
                    LevelLines lines = new LevelLines(GRID, heights);
                    for (int k = 0; k < levels.size(); k++) {
                        Ink ink = Figure.ink(k, levels.size());
                        lines.at(levels.get(k)).forEach(l -> panel.line(l, GRID, ink, LINE));
                    }
                    PlaneMarks.arrows(panel, gradients, median(PlaneNumbers.norms(gradients)) * 2);
                    PlaneMarks.data(panel, data);
                    PlaneMarks.walks(panel, walks);
                });
    }

    /** Multiples of a round number from the lowest height up to seven tenths of the square. */
    private List<Double> levels() {
        double[] sorted = heights.clone();
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

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
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
            for (int i = 0; i < SAMPLES; i++) {
                rises += energies.get(k)[i] - energies.get(k - 1)[i] > ROUNDING * largest ? 1 : 0;
            }
        }
        return rises;
    }

    /** Updates of all samples. */
    public int updates() {
        return SAMPLES * (walks.size() - 1);
    }

    /** The landscape on a grid, the paths that are drawn and energies along them. */
    public Map<String, Object> toJson() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("sampling", how);
        all.put("limit", PlaneMarks.LIMIT);
        all.put("levels", levels());
        all.put("rises", rises());
        all.put("updates", updates());
        all.put(
                "meanEnergies",
                energies.stream().map(e -> Arrays.stream(e).average().orElse(0)).toList());
        List<Object> paths = new ArrayList<>();
        for (int i = 0; i < PlaneMarks.PATHS; i++) {
            int sample = i;
            Map<String, Object> path = new LinkedHashMap<>();
            path.put("x", walks.stream().map(w -> w[2 * sample]).toList());
            path.put("y", walks.stream().map(w -> w[2 * sample + 1]).toList());
            path.put("energy", energies.stream().map(e -> e[sample]).toList());
            paths.add(path);
        }
        all.put("paths", paths);
        all.put("gridSide", GRID);
        all.put("gridRowsFromBelow", rows());
        return all;
    }

    private List<Object> rows() {
        List<Object> rows = new ArrayList<>();
        for (int row = 0; row < GRID; row++) {
            double[] line = Arrays.copyOfRange(heights, row * GRID, (row + 1) * GRID);
            rows.add(Arrays.stream(line).mapToObj(v -> (float) v).toList());
        }
        return rows;
    }
}
