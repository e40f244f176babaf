package dev.eqm.models.nn;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import java.util.function.BiFunction;

/**
 * The field of most networks for fixed labels and times. What these decide is computed once, as
 * arrays of one row a label; what is left for every state is a function of the state and of them.
 *
 * <p>Owns the arrays until it is closed. The weights are read from the network, which must stay
 * open.
 *
 * @param conditioning at least one array, each [N, ...]
 * @param gradient ∇E of states [N, C, H, W] under these arrays, in the current scope
 */
public record FixedField(
        Arena arena, NDList conditioning, BiFunction<NDArray, NDList, NDArray> gradient)
        implements FieldModel.Conditioned {
    /**
     * Checks labels and times, and computes what they decide, without a graph.
     *
     * @param times one for each label, or one for all
     * @param conditioning of labels, int64 [N], and times, float32 [N] or [1]
     */
    public static FixedField of(
            FieldModel network,
            long[] labels,
            double[] times,
            BiFunction<NDArray, NDArray, NDList> conditioning,
            BiFunction<NDArray, NDList, NDArray> gradient) {
        FieldModel.requireTimes(labels, times);
        FieldModel.requireLabels(labels, network.classes());
        float[] t = new float[times.length];
        for (int i = 0; i < t.length; i++) {
            t[i] = (float) times[i];
        }
        Arena arena = Arena.open(network.parameters().device(), "conditioning");
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            NDList all = conditioning.apply(arena.of(labels, labels.length), arena.of(t, t.length));
            all.forEach(arena::hold);
            return new FixedField(arena, all, gradient);
        }
    }

    /** Over copies of some rows of arrays, which may change or be freed afterwards. */
    public static FixedField ofRows(
            Device device,
            NDList table,
            int[] rows,
            BiFunction<NDArray, NDList, NDArray> gradient) {
        Arena own = Arena.open(device, "conditioning");
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            NDArray index = own.index(rows);
            NDList some = new NDList();
            table.forEach(array -> some.add(own.hold(Arithmetic.rows(array, index))));
            return new FixedField(own, some, gradient);
        }
    }

    /**
     * ∇E at x, owned by the caller's scope.
     *
     * @throws IllegalArgumentException for another number of states than there are labels
     */
    @Override
    public NDArray gradient(NDArray x) {
        FieldModel.Conditioned.requireRows(x, conditioning.head().getShape().get(0));
        try (Scope scope = Scope.open()) {
            return scope.keep(gradient.apply(x, conditioning));
        }
    }

    /** Of copies, so that it outlives this field. */
    @Override
    public FixedField restricted(int[] rows) {
        return ofRows(arena.device(), conditioning, rows, gradient);
    }

    @Override
    public void close() {
        arena.close();
    }
}
