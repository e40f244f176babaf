package dev.eqm.sample.evaluation.statistics;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;

/**
 * The squared Fréchet (2-Wasserstein) distance of two Gaussians: |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2(Σ₁^½
 * Σ₂ Σ₁^½)^½). On pool3 of the FID Inception it is the FID (Heusel et al. 2017), on seven channels
 * of an inner layer the sFID (Nash et al. 2021).
 *
 * <p>By symmetric eigen-decompositions of both covariances and the singular values of their roots'
 * product, in float64: real and finite for covariances of any rank, where the general matrix square
 * root of other tools needs an offset or leaves imaginary parts.
 *
 * @param means the first term
 * @param covariances the second
 */
public record FrechetDistance(double means, double covariances) {
    private static final Kernel KERNEL = Kernel.text(FrechetDistance.class, "frechet.py");

    /** Of two Gaussians of one dimension, computed on a device. */
    public static FrechetDistance between(Gaussian a, Gaussian b, Device device) {
        if (a.dimension() != b.dimension()) {
            throw new BrokenRuleException(
                    "features must come from the same network: one side has %d numbers per image, the other %d"
                            .formatted(a.dimension(), b.dimension()));
        }
        int d = a.dimension();
        try (GradMode off = GradMode.off();
                Arena arena = Arena.open(device, "Frechet distance");
                Scope scope = Scope.open()) {
            NDArray parts =
                    KERNEL.call(
                            "distance",
                            arena.of(a.mean(), d),
                            arena.of(a.covariance(), d, d),
                            arena.of(b.mean(), d),
                            arena.of(b.covariance(), d, d));
            double[] both = parts.toDoubleArray();
            return new FrechetDistance(both[0], both[1]);
        }
    }

    /** Both terms; rounding below 0 is 0. */
    public double value() {
        return Math.max(0, means + covariances);
    }
}
