package dev.eqm.core.kernel;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;

/**
 * What networks of one's own are made of and DJL has only with a Java number inside, which no
 * gradient may flow through (see the package's page): {@code Activation.swish} and {@code L2Loss}
 * among them. Twice differentiable, of the type of the first argument. With numbers: {@link
 * Arithmetic}.
 */
public final class Functions {
    private static final Kernel KERNEL = Kernel.text(Functions.class, "functions.py");

    private Functions() {}

    /** SiLU, also called swish: x·sigmoid(x). */
    public static NDArray silu(NDArray x) {
        requireGiven("x", x);
        return KERNEL.call("silu", x);
    }

    /**
     * Every row divided by its root mean square, times a weight: x/√(mean x² + ε)·w.
     *
     * @param x [..., D]
     * @param weight [D], a parameter
     * @param epsilon 1e-6 in most networks
     */
    public static NDArray rmsNorm(NDArray x, NDArray weight, double epsilon) {
        requireGiven("x", x, "weight", weight);
        require(epsilon >= 0, "epsilon must not be negative, got %s", epsilon);
        require(
                x.getShape().dimension() >= 1,
                "x must be [..., D], got a single number of shape %s",
                x.getShape());
        Form.requireShape("weight", weight, x.getShape().get(x.getShape().dimension() - 1));
        try (NDArray small = Arithmetic.scalar(x, epsilon)) {
            return KERNEL.call("rms_norm", x, weight, small);
        }
    }

    /**
     * The mean-square loss: the mean of (answer − target)² over all entries.
     *
     * @param target of the shape and type of {@code answer}
     * @return 0-d
     */
    public static NDArray meanSquare(NDArray answer, NDArray target) {
        requireGiven("answer", answer, "target", target);
        Form.requireLike("target", target, answer, "the output");
        return KERNEL.call("mean_square", answer, target);
    }
}
