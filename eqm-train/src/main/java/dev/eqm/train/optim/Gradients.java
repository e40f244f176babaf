package dev.eqm.train.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;

/** What is done to all gradients of a step together; each is one kernel call. */
public final class Gradients {
    private static final Kernel KERNEL = Kernel.text(Gradients.class, "gradients.py");

    private Gradients() {}

    /** Euclidean norm over all gradients together, 0-d. */
    public static NDArray norm(NDList gradients) {
        try (GradMode off = GradMode.off()) {
            return KERNEL.call("norm").list(gradients).one();
        }
    }

    /**
     * Shortens the gradients, in place, to a norm of at most {@code limit}: g ← g·min(1, limit /
     * (norm + 10⁻⁶)), as PyTorch's {@code clip_grad_norm_}.
     *
     * @param norm of the gradients, 0-d, from {@link #norm}
     * @param limit above 0
     */
    public static void clip(NDList gradients, NDArray norm, double limit) {
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open();
                Arena constants = Arena.open(norm.getDevice(), "clipping")) {
            KERNEL.call("clip").with(norm, constants.scalar(limit)).list(gradients).one();
        }
    }

    /** Whether {@link #clip} shortens gradients of this norm; a limit of 0 is none. */
    public static boolean isClipped(double norm, double limit) {
        return limit > 0 && norm + 1e-6 > limit;
    }

    /** sum ← sum + g, in place. */
    public static void add(NDList sum, NDList gradients) {
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            KERNEL.call("add").list(sum).list(gradients).one();
        }
    }
}
