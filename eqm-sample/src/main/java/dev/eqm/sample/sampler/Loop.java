package dev.eqm.sample.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import java.util.stream.LongStream;

/**
 * The sampling loop, the only one: a move moves, a stop rule ends, nothing is recorded for
 * autograd.
 *
 * <p>Memory stays flat: each step frees all but its new states and what is to be remembered. The
 * norms of the gradients, N numbers, are read after every step; the first that is not finite ends
 * the run as {@link StopReason.Diverged}.
 */
public record Loop(Start begin, Move move, StopRule stop) {
    /** What is remembered before the first step. */
    @FunctionalInterface
    public interface Start {
        NDList init(NDArray x, NDArray seeds);
    }

    /** One update; {@code number} counts from 1. */
    @FunctionalInterface
    public interface Move {
        Step step(int number, NDArray x, NDList state);
    }

    /** What a step carries over: the states and, after them, the memory. */
    private record Walk(NDArray x, NDList state) {
        NDList arrays() {
            return new NDList(x).addAll(state);
        }
    }

    /** As {@link Sampler#run(dev.eqm.core.field.Field, NDArray, long[], SampleListener)}. */
    public SampleResult run(NDArray start, long[] seedOf, SampleListener listener) {
        try (GradMode off = GradMode.off();
                Scope run = Scope.open();
                Arena arena = Arena.open(start.getDevice(), "seeds")) {
            NDArray x = start.duplicate();
            NDArray seeds = arena.of(seedOf, seedOf.length);
            Walk walk = new Walk(x, begin.init(x, seeds));
            for (int number = 1; ; number++) {
                Step step;
                double[] norms;
                try (Scope scope = Scope.open()) {
                    step = move.step(number, walk.x(), walk.state());
                    norms = norms(step.gradient());
                    if (firstNotFinite(norms) < 0) {
                        listener.stepped(number, step, norms);
                    }
                    scope.keep(step.x());
                    scope.keep(step.state());
                }
                if (firstNotFinite(norms) >= 0) {
                    return diverged(run, walk.x(), number - 1, number, norms);
                }
                walk = replace(run, walk, new Walk(step.x(), step.state()));
                if (allStopped(number, norms)) {
                    return finished(run, walk.x(), number, norms);
                }
            }
        }
    }

    /** What seeds are when nobody gives any. */
    public static long[] rowNumbers(NDArray start) {
        return LongStream.range(0, start.getShape().get(0)).toArray();
    }

    /** Frees what the step replaced. Arrays may be passed on, also from states to memory. */
    private static Walk replace(Scope run, Walk old, Walk fresh) {
        NDList live = fresh.arrays();
        for (NDArray array : old.arrays()) {
            if (live.stream().noneMatch(kept -> kept == array)) {
                run.replace(array, fresh.x());
            }
        }
        return fresh;
    }

    private boolean allStopped(int steps, double[] norms) {
        for (double norm : norms) {
            if (!stop.stops(steps, norm)) {
                return false;
            }
        }
        return true;
    }

    /** The last update may overflow after its gradient was still finite: nobody else would look. */
    private SampleResult finished(Scope run, NDArray x, int steps, double[] norms) {
        double[] stateNorms = norms(x);
        if (firstNotFinite(stateNorms) >= 0) {
            return diverged(run, x, steps, steps, norms);
        }
        return new SampleResult(
                run.keep(x), steps, norms, stateNorms, new StopReason.Stopped(stop));
    }

    private static SampleResult diverged(
            Scope run, NDArray x, int made, int step, double[] gradientNorms) {
        double[] stateNorms = norms(x);
        int byGradient = firstNotFinite(gradientNorms);
        int i = byGradient >= 0 ? byGradient : firstNotFinite(stateNorms);
        StopReason reason = new StopReason.Diverged(step, i, gradientNorms[i], stateNorms[i]);
        return new SampleResult(run.keep(x), made, gradientNorms, stateNorms, reason);
    }

    private static int firstNotFinite(double[] norms) {
        for (int i = 0; i < norms.length; i++) {
            if (!Double.isFinite(norms[i])) {
                return i;
            }
        }
        return -1;
    }

    /** [N, ...] of float32 or float64 -> N numbers. */
    private static double[] norms(NDArray x) {
        try (NDArray norms = Arithmetic.sampleNorms(x)) { // one kernel, one read: nothing between
            if (norms.getDataType() == DataType.FLOAT64) {
                return norms.toDoubleArray();
            }
            float[] values = norms.toFloatArray();
            double[] wide = new double[values.length];
            for (int i = 0; i < wide.length; i++) {
                wide[i] = values[i];
            }
            return wide;
        }
    }
}
