package dev.eqm.sample.integrator;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.kernel.Traffic;
import dev.eqm.core.memory.Arena;
import java.util.Arrays;
import java.util.List;

/**
 * What integrators compute between two calls of the network: one kernel call each, with no arrays
 * of Java between the terms. Coefficients are worked out in double, for each row or for all, and
 * rounded to the type of the states once.
 */
final class Combination {
    private static final Kernel KERNEL = Kernel.text(Combination.class, "steps.py");

    private Combination() {}

    /** c₀x + Σ c_j·w_j with the same coefficients for all rows. */
    static NDArray of(NDArray x, double[] c, NDArray... w) {
        return ofRows(x, new double[][] {c}, w);
    }

    /**
     * c₀x + Σ c_j·w_j.
     *
     * @param c coefficients of each row, or of all rows, [N or 1][1 + M]
     * @param w M arrays of the shape of {@code x}
     */
    static NDArray ofRows(NDArray x, double[][] c, NDArray... w) {
        int columns = w.length + 1;
        double[] flat = Arrays.stream(c).flatMapToDouble(Arrays::stream).toArray();
        try (Arena arena = Arena.open(x.getDevice(), "coefficients")) {
            NDArray coefficients = arena.of(flat, c.length, columns);
            return w.length == 0
                    ? KERNEL.call("scale", x, coefficients)
                    : KERNEL.call("combine").with(x, coefficients).list(List.of(w)).one();
        }
    }

    /**
     * Root mean square of error / (atol + rtol·max(|a|, |b|)) over the entries of every row, summed
     * in float64; at most 1 where the step is good enough. All three are [N, C, H, W].
     */
    static double[] errorNorms(NDArray error, NDArray a, NDArray b, double atol, double rtol) {
        try (Arena arena = Arena.open(a.getDevice(), "tolerances")) {
            NDArray allowed = arena.of(new double[] {atol, rtol}, 2);
            try (NDArray norms = KERNEL.call("error_norm", error, a, b, allowed)) {
                return Traffic.doubles(norms);
            }
        }
    }

    /** Rows of {@code a} where {@code first} says so, else of {@code b}. */
    static NDArray choose(NDArray a, NDArray b, boolean[] first) {
        double[] flags = new double[first.length];
        Arrays.setAll(flags, i -> first[i] ? 1 : 0);
        try (Arena arena = Arena.open(a.getDevice(), "choice")) {
            return KERNEL.call("choose", a, b, arena.of(flags, flags.length));
        }
    }
}
