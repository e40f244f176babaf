package dev.eqm.sample.integrator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.sample.sampler.Effort;
import dev.eqm.sample.sampler.SampleResult;
import dev.eqm.sample.sampler.StopReason;
import java.util.Arrays;
import java.util.stream.IntStream;

/** One run of {@link DormandPrince}: clocks in Java, one a sample; states and slopes in arrays. */
final class AdaptiveRun {
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

    /** Order 5 minus order 4. */
    private static final double[] E = {
        71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40
    };

    private static final double SMALLEST_STEP = 1e-10;
    private static final double SAFETY = 0.9;
    private static final double LEAST = 0.2;
    private static final double MOST = 10;

    private final DormandPrince method;
    private final double[] times;
    private final double[] sizes;
    private final int[] steps;
    private final int[] rejected;
    private final int[] evaluations;
    private long calls;
    private int[] moving;

    AdaptiveRun(DormandPrince method, int n) {
        this.method = method;
        times = new double[n];
        sizes = new double[n];
        steps = new int[n];
        rejected = new int[n];
        evaluations = new int[n];
        moving = IntStream.range(0, n).toArray();
    }

    AdaptiveSolution run(VelocityField velocity, NDArray start) {
        VelocityField field = velocity;
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            NDArray x = start.duplicate();
            NDArray slope = evaluate(field, x, times);
            if (finite(norms(slope))) {
                choose(field, x, slope);
            }
            NDList ends = new NDList();
            NDList slopes = new NDList();
            int[] order = new int[0];
            StopReason reason = trouble(x, slope);
            while (reason == null && moving.length > 0) {
                NDList next = attempt(field, x, slope);
                scope.replace(x, next.get(0));
                scope.replace(slope, next.get(1));
                x = next.get(0);
                slope = next.get(1);
                reason = trouble(x, slope);
                int[] arrived = where(true);
                if (reason == null && arrived.length > 0) {
                    ends.add(rows(x, arrived));
                    slopes.add(rows(slope, arrived));
                    order = concat(order, chosen(moving, arrived));
                    int[] others = where(false);
                    if (others.length > 0) {
                        x = scope.replace(x, rows(x, others));
                        slope = scope.replace(slope, rows(slope, others));
                        VelocityField some = field.restricted(others);
                        close(field, velocity, some);
                        field = some;
                    }
                    moving = chosen(moving, others);
                }
            }
            if (moving.length > 0) {
                ends.add(x);
                slopes.add(slope);
                order = concat(order, moving);
            }
            NDArray last = inOrder(ends, order);
            NDArray gradient = inOrder(slopes, order).neg();
            return solution(
                    scope.keep(last),
                    scope.keep(gradient),
                    reason == null ? new StopReason.Arrived() : reason);
        } finally {
            close(field, velocity, null);
        }
    }

    private AdaptiveSolution solution(NDArray x, NDArray gradient, StopReason reason) {
        int most = Arrays.stream(steps).max().orElse(0);
        Effort effort = new Effort(steps, evaluations, calls, 0);
        SampleResult result = new SampleResult(x, most, norms(gradient), norms(x), reason, effort);
        return new AdaptiveSolution(result, gradient, steps, rejected, evaluations, calls);
    }

    /** The first step size: small enough for an explicit Euler step to tell the curvature. */
    private void choose(VelocityField field, NDArray x, NDArray slope) {
        try (Scope scope = Scope.open()) {
            double[] d0 = size(x, x);
            double[] d1 = size(slope, x);
            double[] h0 = new double[d0.length];
            double[][] c = new double[d0.length][];
            for (int i = 0; i < h0.length; i++) {
                h0[i] = d0[i] < 1e-5 || d1[i] < 1e-5 ? 1e-6 : Math.min(1, 0.01 * d0[i] / d1[i]);
                c[i] = new double[] {1, h0[i]};
            }
            NDArray ahead = evaluate(field, Combination.ofRows(x, c, slope), h0);
            double[] d2 = size(ahead.sub(slope), x);
            for (int i = 0; i < h0.length; i++) {
                double bend = Math.max(d1[i], d2[i] / h0[i]);
                double h1 =
                        bend <= 1e-15 ? Math.max(1e-6, h0[i] * 1e-3) : Math.pow(0.01 / bend, 0.2);
                sizes[i] = Math.min(1, Math.min(100 * h0[i], h1));
            }
        }
    }

    /** Tries one step of each moving sample: new states and slopes, or the old ones. */
    private NDList attempt(VelocityField field, NDArray x, NDArray slope) {
        int m = moving.length;
        double[] h = new double[m];
        for (int i = 0; i < m; i++) {
            double left = 1 - times[moving[i]];
            h[i] = sizes[moving[i]] >= left * (1 - 1e-9) ? left : sizes[moving[i]];
        }
        try (Scope scope = Scope.open()) {
            NDArray[] k = new NDArray[7];
            k[0] = slope;
            NDArray fresh = x;
            for (int stage = 0; stage < 6; stage++) {
                fresh = combine(x, 1, A[stage], h, k);
                double[] at = new double[m];
                for (int i = 0; i < m; i++) {
                    at[i] = times[moving[i]] + C[stage] * h[i];
                }
                k[stage + 1] = evaluate(field, fresh, at);
            }
            double[] errors =
                    Combination.errorNorms(
                            combine(x, 0, E, h, k), x, fresh, method.atol(), method.rtol());
            boolean[] accepted = new boolean[m];
            for (int i = 0; i < m; i++) {
                accepted[i] = errors[i] <= 1; // not a number: rejected
                advance(moving[i], h[i], errors[i], accepted[i]);
            }
            return scope.keep(
                    new NDList(
                            Combination.choose(fresh, x, accepted),
                            Combination.choose(k[6], slope, accepted)));
        }
    }

    private void advance(int sample, double h, double error, boolean accepted) {
        double factor = Double.isFinite(error) ? SAFETY * Math.pow(error, -0.2) : LEAST;
        double most = accepted ? MOST : 1;
        sizes[sample] = h * Math.max(LEAST, Math.min(most, factor));
        if (accepted) {
            steps[sample]++;
            double left = 1 - times[sample];
            times[sample] = h == left ? 1 : times[sample] + h;
        } else {
            rejected[sample]++;
        }
    }

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

    private NDArray evaluate(VelocityField field, NDArray x, double[] at) {
        calls++;
        for (int i : moving) {
            evaluations[i]++;
        }
        return field.velocity(x, at);
    }

    /** What ends the run, if anything does; null if nothing. */
    private StopReason trouble(NDArray x, NDArray slope) {
        double[] slopes = norms(slope);
        double[] states = norms(x);
        for (int i = 0; i < moving.length; i++) {
            if (!Double.isFinite(slopes[i]) || !Double.isFinite(states[i])) {
                int step = Math.max(1, steps[moving[i]]);
                return new StopReason.Diverged(step, moving[i], slopes[i], states[i]);
            }
        }
        for (int sample : moving) {
            int tried = steps[sample] + rejected[sample];
            boolean stuck = sizes[sample] < SMALLEST_STEP || tried >= method.maxSteps();
            if (times[sample] < 1 && stuck) {
                return new StopReason.Unsolved(sample, times[sample], sizes[sample], tried);
            }
        }
        return null;
    }

    /**
     * Root mean square of each sample, in units of what the tolerance allows at {@code scale}. By
     * sample, not by entry: entries near 0 would make the first step size a matter of rounding.
     */
    private double[] size(NDArray x, NDArray scale) {
        double[] sizes = norms(x);
        double[] of = norms(scale);
        double root = Math.sqrt((double) x.size() / of.length);
        return IntStream.range(0, of.length)
                .mapToDouble(i -> sizes[i] / root / (method.atol() + method.rtol() * of[i] / root))
                .toArray();
    }

    /** Positions among the moving samples of those that have arrived, or have not. */
    private int[] where(boolean arrived) {
        return IntStream.range(0, moving.length)
                .filter(i -> times[moving[i]] >= 1 == arrived)
                .toArray();
    }

    private static void close(VelocityField field, VelocityField given, VelocityField next) {
        if (field != given && field != next) {
            field.close();
        }
    }

    private static NDArray inOrder(NDList parts, int[] order) {
        int[] position = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            position[order[i]] = i;
        }
        return rows(NDArrays.concat(parts), position);
    }

    private static NDArray rows(NDArray x, int[] rows) {
        try (Arena arena = Arena.open(x.getDevice(), "rows")) {
            return Arithmetic.rows(x, arena.index(rows));
        }
    }

    private static int[] chosen(int[] of, int[] rows) {
        return Arrays.stream(rows).map(i -> of[i]).toArray();
    }

    private static int[] concat(int[] a, int[] b) {
        return IntStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
    }

    private static boolean finite(double[] values) {
        return Arrays.stream(values).allMatch(Double::isFinite);
    }

    private static double[] norms(NDArray x) {
        try (NDArray norms = Arithmetic.sampleNorms(x);
                NDArray wide = norms.toType(DataType.FLOAT64, true)) {
            return wide.toDoubleArray();
        }
    }
}
