package dev.eqm.sample.integrator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.memory.Scope;
import dev.eqm.sample.sampler.Loop;
import dev.eqm.sample.sampler.Step;
import java.util.Arrays;

/**
 * The moves of {@link DormandPrince}: each tries one step of every sample, of the sample's own
 * size, and leaves those where they were whose error is too large. Remembers the slope v(x, t) of
 * every sample, which is the last stage of one step and the first of the next.
 *
 * <p>One step of size h: k₁ = v(x, t), k_{s+1} = v(x + hΣⱼ A[s][j]·kⱼ, t + C[s]·h), and the last of
 * these arguments is the new state, so that k₇ is the slope there. Its error, the difference to the
 * solution of order 4 that the same slopes give, is hΣⱼ E[j]·kⱼ. Every coefficient is multiplied by
 * the h of the row, so one call of the network serves samples at different times.
 *
 * @param clocks of the batch
 * @param velocity of those who move; it knows which samples they are
 */
record AdaptiveMove(DormandPrince method, Clocks clocks, CountingVelocity velocity)
        implements Loop.Move {
    /** Nodes and weights (Dormand and Prince 1980); the last row of A is also the solution's. */
    private static final double[] C = {0.2, 0.3, 0.8, 8.0 / 9, 1, 1};

    private static final double[][] A = {
        {1.0 / 5},
        {3.0 / 40, 9.0 / 40},
        {44.0 / 45, -56.0 / 15, 32.0 / 9},
        {19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729},
        {9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656},
        {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84}
    };

    /** Weights of order 5 minus those of order 4: they add up to 0. */
    private static final double[] E = {
        71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40
    };

    /** The slope at t = 0, and from it every sample's first step size. */
    NDList begin(NDArray x, NDArray seeds) {
        NDArray slope = velocity.velocity(x, 0);
        if (Arrays.stream(Loop.norms(slope)).allMatch(Double::isFinite)) {
            choose(x, slope);
        }
        return new NDList(slope);
    }

    /**
     * The first step size (Hairer, Nørsett and Wanner 1993, II.4), with norms in units of the
     * tolerance: h₀ = 0.01·‖x‖/‖v‖ is small enough for an explicit Euler step to tell how the slope
     * bends, d₂ = ‖v(x + h₀v, h₀) − v‖/h₀; h₁ = (0.01/max(‖v‖, d₂))^⅕ is what order 5 then allows,
     * and min(100·h₀, h₁) is tried first. It costs one evaluation.
     */
    private void choose(NDArray x, NDArray slope) {
        try (Scope scope = Scope.open()) {
            double[] d0 = size(x, x);
            double[] d1 = size(slope, x);
            double[] h0 = new double[d0.length];
            double[][] c = new double[d0.length][];
            for (int i = 0; i < h0.length; i++) {
                h0[i] = d0[i] < 1e-5 || d1[i] < 1e-5 ? 1e-6 : Math.min(1, 0.01 * d0[i] / d1[i]);
                c[i] = new double[] {1, h0[i]};
            }
            NDArray ahead = velocity.velocity(Combination.ofRows(x, c, slope), h0);
            double[] d2 = size(ahead.sub(slope), x);
            for (int i = 0; i < h0.length; i++) {
                double bend = Math.max(d1[i], d2[i] / h0[i]);
                double h1 =
                        bend <= 1e-15 ? Math.max(1e-6, h0[i] * 1e-3) : Math.pow(0.01 / bend, 0.2);
                clocks.begin(velocity.samples()[i], Math.min(1, Math.min(100 * h0[i], h1)));
            }
        }
    }

    /**
     * Root mean square of each sample, in units of what the tolerance allows at {@code scale}. By
     * sample, not by entry: entries near 0 would make the first step size a matter of rounding.
     */
    private double[] size(NDArray x, NDArray scale) {
        double[] sizes = Loop.norms(x);
        double[] of = Loop.norms(scale);
        double root = Math.sqrt((double) x.size() / of.length);
        Arrays.setAll(sizes, i -> sizes[i] / root / (method.atol() + method.rtol() * of[i] / root));
        return sizes;
    }

    /**
     * One try of every sample that moves. A row whose error is too large comes back as it was, with
     * the same slope: the loop counts a step, the sample's clock counts a refusal.
     */
    @Override
    public Step step(int number, NDArray x, NDList state) {
        int[] samples = velocity.samples();
        NDArray slope = state.head();
        if (number == 1 && clocks.trouble(samples, Loop.norms(slope), Loop.norms(x)).isPresent()) {
            return new Step(x, slope.neg(), state); // the loop asks again, and ends
        }
        int m = samples.length;
        double[] h = Arrays.stream(samples).mapToDouble(clocks::next).toArray();
        NDArray[] k = new NDArray[7];
        k[0] = slope;
        NDArray fresh = x;
        for (int stage = 0; stage < 6; stage++) {
            fresh = combine(x, 1, A[stage], h, k);
            double c = C[stage];
            double[] at = new double[m];
            Arrays.setAll(at, i -> clocks.time(samples[i]) + c * h[i]);
            k[stage + 1] = velocity.velocity(fresh, at);
        }
        NDArray error = combine(x, 0, E, h, k);
        double[] errors = Combination.errorNorms(error, x, fresh, method.atol(), method.rtol());
        boolean[] accepted = new boolean[m];
        for (int i = 0; i < m; i++) {
            accepted[i] = errors[i] <= 1; // not a number: refused
            clocks.advance(samples[i], h[i], errors[i], accepted[i]);
        }
        NDArray there = Combination.choose(k[6], slope, accepted);
        return new Step(Combination.choose(fresh, x, accepted), there.neg(), new NDList(there));
    }

    /** own·x + hΣⱼ a[j]·k[j], with the h of each row; takes as many slopes as {@code a} has. */
    private static NDArray combine(NDArray x, double own, double[] a, double[] h, NDArray[] k) {
        double[][] c = new double[h.length][a.length + 1];
        for (int i = 0; i < h.length; i++) {
            c[i][0] = own;
            for (int j = 0; j < a.length; j++) {
                c[i][j + 1] = h[i] * a[j];
            }
        }
        return Combination.ofRows(x, c, Arrays.copyOf(k, a.length));
    }

    @Override
    public AdaptiveMove restricted(int[] samples) {
        return new AdaptiveMove(method, clocks, velocity.restricted(samples));
    }

    @Override
    public void close() {
        velocity.close();
    }
}
