package dev.eqm.sample.evaluation.feature;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;

/**
 * All features of a set in memory, float32 [N, D]: what scores that compare pictures need. 50,000
 * pictures of pool3 are 400 MB. Rows come in parts, which are joined when they are first asked for:
 * for a moment both are there.
 */
public final class FeatureTable implements AutoCloseable {
    private final Arena arena;
    private final NDList parts = new NDList();

    /** No rows yet. */
    public FeatureTable(Device device) {
        arena = Arena.open(device, "feature table");
    }

    /** A table of given numbers, [N, D] row by row. */
    public static FeatureTable of(float[] values, int rows, Device device) {
        FeatureTable table = new FeatureTable(device);
        table.parts.add(table.arena.hold(table.arena.of(values, rows, values.length / rows)));
        return table;
    }

    /** Takes a copy of rows, [n, D]. */
    public void add(NDArray rows) {
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            parts.add(arena.hold(rows.duplicate()));
        }
    }

    /** N. */
    public int size() {
        return parts.stream().mapToInt(p -> Math.toIntExact(p.getShape().get(0))).sum();
    }

    /** All rows as one array, which the table keeps. */
    public NDArray all() {
        if (parts.isEmpty()) {
            throw new BrokenRuleException("there are no features, because no image was added");
        }
        if (parts.size() > 1) {
            try (GradMode off = GradMode.off();
                    Scope scope = Scope.open()) {
                NDArray joined = arena.hold(NDArrays.concat(parts));
                parts.forEach(NDArray::close);
                parts.clear();
                parts.add(joined);
            }
        }
        return parts.head();
    }

    /** Some rows in the given order, in the current scope. */
    public NDArray rows(int[] index) {
        NDArray whole = all();
        try (GradMode off = GradMode.off();
                Arena host = Arena.open(whole.getDevice(), "rows")) {
            NDArray rows = host.index(index);
            return Arithmetic.rows(whole, rows);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
