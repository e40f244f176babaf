package dev.eqm.sample.guidance;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.field.Answers;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import java.util.Arrays;

/**
 * Classifier-free guidance as a field: n samples, one evaluation of 2n rows.
 *
 * @param both conditioned on n labels followed by n null labels ({@link Guidance#withNullLabels});
 *     sees [x, x]
 */
public record Guided(Field both, Guidance guidance) implements Field {
    static final Kernel KERNEL = Kernel.text(Guided.class, "guidance.py");

    public Guided {
        requireGiven("both", both, "guidance", guidance);
    }

    /** The guided gradient: [n, C, H, W] -> [n, C, H, W]. */
    @Override
    public NDArray gradient(NDArray x) {
        return mix("guided", x);
    }

    /** With the label and without it. */
    @Override
    public int evaluationsOf(int row) {
        return both.evaluationsOf(row) * 2;
    }

    /** No: which rows of {@code both} belong to a sample depends on how many there are. */
    @Override
    public boolean isRestrictable() {
        return false;
    }

    /**
     * The same field in the published layout, on states of 2n rows: only the first n are looked at,
     * both halves of the answer carry the same guided channels, and the others are conditional in
     * the first half, unconditional in the second. The samples are the first n rows.
     */
    public Field published() {
        return x -> {
            try (Scope scope = Scope.open()) {
                NDArray first = x.get(new NDIndex("0:{}", x.getShape().get(0) / 2));
                return scope.keep(mix("published", first));
            }
        };
    }

    /**
     * One evaluation of both halves, and what a kernel of {@code guidance.py} makes of them.
     *
     * @param bounds none, or the two norms between which a sample is guided
     */
    NDArray mix(String method, NDArray x, double... bounds) {
        long all = x.getShape().get(1);
        long k = guidance.channels() == 0 ? all : guidance.channels();
        require(k <= all, "guidance of %s channels, but got states %s", k, x.getShape());
        try (Scope scope = Scope.open()) {
            NDArray twice = x.concat(x);
            NDArray f = Answers.gradient(both.gradient(twice), twice); // [2n, C, H, W]
            NDList inputs = new NDList(f, full(f, guidance.scale(), k));
            if (bounds.length > 0) {
                inputs.add(full(f, bounds[0], 1).concat(full(f, bounds[1], 1)));
            }
            return scope.keep(KERNEL.call(method).with(inputs.toArray(new NDArray[0])).one());
        }
    }

    /** k times the same number, beside {@code f}; with all its digits beside float64. */
    static NDArray full(NDArray f, double value, long k) {
        if (f.getDataType() == DataType.FLOAT64) {
            double[] same = new double[Math.toIntExact(k)];
            Arrays.fill(same, value);
            try (Arena arena = Arena.open(f.getDevice(), "constants")) {
                NDArray constants = arena.of(same, k);
                constants.attach(f.getManager());
                return constants;
            }
        }
        return f.getManager().full(new Shape(k), (float) value, DataType.FLOAT32, f.getDevice());
    }
}
