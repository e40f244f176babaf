package dev.eqm.core.path;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.kernel.Kernel;

/**
 * Images on their way from noise to data: x_γ = γx + (1−γ)ε, Section 3.1. γ = 0 is noise, γ = 1 is
 * data.
 *
 * @param x clean images, [N, C, H, W]
 * @param eps standard normal noise, same shape
 * @param gamma one γ a sample, [N], each in [0, 1]
 * @param xGamma the corrupted images, same shape as {@code x}
 */
public record Corruption(NDArray x, NDArray eps, NDArray gamma, NDArray xGamma) {
    private static final Kernel KERNEL = Kernel.text(Corruption.class, "corruption.py");

    /** Corrupts a batch; the result joins the manager of {@code x} and the current scope. */
    public static Corruption of(NDArray x, NDArray eps, NDArray gamma) {
        if (!x.getShape().equals(eps.getShape())
                || gamma.getShape().dimension() != 1
                || gamma.getShape().get(0) != x.getShape().get(0)) {
            throw new BrokenRuleException(
                    "x and eps must have one shape and gamma be [N], got x "
                            + x.getShape()
                            + ", eps "
                            + eps.getShape()
                            + ", gamma "
                            + gamma.getShape());
        }
        return new Corruption(x, eps, gamma, KERNEL.call("corrupt", x, eps, gamma));
    }
}
