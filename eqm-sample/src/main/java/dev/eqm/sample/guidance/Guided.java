package dev.eqm.sample.guidance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.field.Answers;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Scope;

/**
 * Classifier-free guidance as a field: n samples, one evaluation of 2n rows.
 *
 * @param both conditioned on n labels followed by n null labels ({@link Guidance#withNullLabels});
 *     sees [x, x]
 */
public record Guided(Field both, Guidance guidance) implements Field {
    static final Kernel KERNEL = Kernel.text(Guided.class, "guidance.py");

    /** The guided gradient: [n, C, H, W] -> [n, C, H, W]. */
    @Override
    public NDArray gradient(NDArray x) {
        return mix("guided", x);
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

    private NDArray mix(String method, NDArray x) {
        long all = x.getShape().get(1);
        long k = guidance.channels() == 0 ? all : guidance.channels();
        if (k > all) {
            throw new BrokenRuleException(
                    "guidance of " + k + " channels, got states " + x.getShape());
        }
        try (Scope scope = Scope.open()) {
            NDArray twice = x.concat(x);
            NDArray f = Answers.gradient(both.gradient(twice), twice); // [2n, C, H, W]
            NDArray scale = Constants.full(f, guidance.scale(), k);
            return scope.keep(KERNEL.call(method, f, scale));
        }
    }
}
