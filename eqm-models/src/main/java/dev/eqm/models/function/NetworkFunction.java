package dev.eqm.models.function;

import ai.djl.ndarray.NDArray;

/** A network as one formula: what {@link Networks#of} makes a whole network of. */
@FunctionalInterface
public interface NetworkFunction {
    /**
     * f(x) ≈ ∇E(x), the paper's sign: from data to noise. Called on any thread, on several at a
     * time; row i of the answer depends on row i of the arguments alone. What is computed on the
     * way is freed by the caller.
     *
     * <p>Where a gradient flows, use {@link dev.eqm.core.kernel.Arithmetic}, {@link
     * dev.eqm.core.kernel.Functions}, operations between arrays and kernels, never DJL's operations
     * with a Java number, such as {@code x.mul(0.1f)}: their gradients are silently wrong now and
     * then (see the page of {@link dev.eqm.core.kernel}). {@link
     * FunctionArchitecture#checkGradients} finds them.
     *
     * @param w the parameters by name
     * @param x states, [N, C, H, W]
     * @param gamma float32, [N]; zeros unless the {@link Inputs} name γ
     * @param labels int64, [N], each in [0, classes]; zeros unless the {@link Inputs} name labels
     * @return of the shape of x
     */
    NDArray of(Weights w, NDArray x, NDArray gamma, NDArray labels);
}
