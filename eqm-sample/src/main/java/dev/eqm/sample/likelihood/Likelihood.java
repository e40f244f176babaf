package dev.eqm.sample.likelihood;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Seeds;
import java.util.Arrays;

/**
 * Likelihood by the ODE, from data at t = 1 back to noise at t = 0: log p(x) = log N(z; 0, I) − ∫
 * div v dt, with Heun's method for both. The divergence is Hutchinson's: the mean of εᵀ(∂v/∂x)ε
 * over probes that stay the same along the path, drawn from the seed of the sample. Unbiased for
 * log p up to the error of the steps.
 *
 * <p>Step k of K ends at t = 1 − (k/K)²: short steps near the data, where pixels that hardly vary,
 * such as a black background, bend the path within 1 − t ≈ their deviation.
 *
 * @param steps K, of Heun's method, two evaluations each
 * @param probes for each sample; more of them, less variance
 */
public record Likelihood(int steps, int probes, Probe probe) {
    private static final long STREAM = 0x11C;
    private static final Kernel KERNEL = Kernel.text(Likelihood.class, "likelihood.py");

    public Likelihood {
        require(steps >= 1, "steps must be at least 1, got %s", steps);
        require(probes >= 1, "probes must be at least 1, got %s", probes);
    }

    private record Slope(NDArray velocity, double[] divergence) {}

    /**
     * Likelihoods of samples.
     *
     * @param x at t = 1, [N, C, H, W]; stays as it is
     * @param seeds of the probes, one for each sample
     */
    public LogLikelihood of(VelocityField velocity, NDArray x, long[] seeds) {
        NDList directions = new NDList();
        try (Arena arena = Arena.open(x.getDevice(), "probes");
                GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            for (int j = 0; j < probes; j++) {
                directions.add(probe.draw(arena, x, Seeds.derive(seeds, STREAM, j)));
            }
            return along(velocity, x, directions);
        }
    }

    /** With the exact divergence, D products an evaluation: for few dimensions. */
    public static LogLikelihood exact(VelocityField velocity, NDArray x, int steps) {
        int n = Math.toIntExact(x.getShape().get(0));
        int size = Math.toIntExact(x.size() / n);
        NDList axes = new NDList();
        try (Arena arena = Arena.open(x.getDevice(), "axes");
                GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            for (int d = 0; d < size; d++) {
                double[] axis = new double[n * size];
                for (int i = 0; i < n; i++) {
                    axis[i * size + d] = Math.sqrt(size); // the mean over D axes is the trace
                }
                NDArray wide = arena.of(axis, x.getShape().getShape());
                axes.add(wide.toType(x.getDataType(), true));
            }
            return new Likelihood(steps, size, Probe.RADEMACHER).along(velocity, x, axes);
        }
    }

    /** After k steps. */
    private double time(int k) {
        double part = k / (double) steps;
        return 1 - part * part;
    }

    private LogLikelihood along(VelocityField velocity, NDArray start, NDList directions) {
        int n = Math.toIntExact(start.getShape().get(0));
        double[] integral = new double[n];
        NDArray x = start.duplicate();
        for (int k = 0; k < steps; k++) {
            double t = time(k);
            double to = time(k + 1);
            double h = t - to;
            try (Scope scope = Scope.open()) {
                Slope first = slope(velocity, x, t, directions);
                NDArray ahead = Arithmetic.axpy(x, -h, first.velocity);
                Slope second = slope(velocity, ahead, to, directions);
                for (int i = 0; i < n; i++) {
                    integral[i] += h / 2 * (first.divergence[i] + second.divergence[i]);
                }
                NDArray half = Arithmetic.axpy(x, -h / 2, first.velocity);
                x = scope.keep(Arithmetic.axpy(half, -h / 2, second.velocity));
            }
        }
        int size = Math.toIntExact(start.size() / n);
        double[] squares = dots(x, x);
        double[] nats = new double[n]; // log N(z; 0, I) − ∫ div v dt
        double unit = size * Math.log(2 * Math.PI);
        Arrays.setAll(nats, i -> -0.5 * (squares[i] + unit) - integral[i]);
        return new LogLikelihood(nats, size, 2 * steps);
    }

    private static Slope slope(VelocityField velocity, NDArray x, double t, NDList directions) {
        double[] divergence = new double[Math.toIntExact(x.getShape().get(0))];
        try (Scope scope = Scope.open();
                GradMode on = GradMode.on()) {
            NDArray leaf = x.duplicate();
            leaf.setRequiresGradient(true);
            NDArray v = velocity.velocity(leaf, t);
            for (NDArray direction : directions) {
                NDArray product = Autograd.product(v, direction, leaf);
                double[] dots = dots(product, direction);
                for (int i = 0; i < dots.length; i++) {
                    divergence[i] += dots[i] / directions.size();
                }
            }
            try (GradMode off = GradMode.off()) {
                return new Slope(scope.keep(Arithmetic.axpy(v, 0, x)), divergence); // no graph
            }
        }
    }

    private static double[] dots(NDArray a, NDArray b) {
        try (NDArray sums = KERNEL.call("dot", a, b)) {
            return Arithmetic.numbers(sums);
        }
    }
}
