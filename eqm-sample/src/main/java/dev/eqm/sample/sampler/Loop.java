package dev.eqm.sample.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The sampling loop, the only one: a move moves, a stop rule ends, nothing is recorded for
 * autograd.
 *
 * <p>A sample that stops leaves at once: states, memory and field are cut down to the others, so a
 * step costs what its moving samples cost. To cut costs three small gathers and the field's {@link
 * dev.eqm.core.field.Field#restricted}, far below a step; waiting for more leavers saves nothing.
 *
 * <p>Memory stays flat: each step frees all but its new states and what is to be remembered. The
 * norms of the gradients are read after every step; the first that is not finite ends the run as
 * {@link StopReason.Diverged}.
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

        /** The same for some of its rows, to be closed; asked only if samples stop one by one. */
        default Move restricted(int[] rows) {
            throw new UnsupportedOperationException("these samples stop together or not at all");
        }

        /** Frees what a restriction holds. */
        default void close() {}
    }

    /** Who walks, and what a step carries over: the states and, after them, the memory. */
    private record Walk(int[] rows, Move move, NDArray x, NDList state) {
        NDList arrays() {
            return new NDList(x).addAll(state);
        }
    }

    /** As {@link Sampler#run(dev.eqm.core.field.Field, NDArray, long[], SampleListener)}. */
    public SampleResult run(NDArray start, long[] seedOf, SampleListener listener) {
        Walk walk = null;
        try (GradMode off = GradMode.off();
                Scope run = Scope.open();
                Arena arena = Arena.open(start.getDevice(), "seeds")) {
            NDArray x = start.duplicate();
            NDArray seeds = arena.of(seedOf, seedOf.length);
            int[] all = IntStream.range(0, seedOf.length).toArray();
            Arrivals arrivals = new Arrivals(stop, seedOf.length);
            walk = new Walk(all, move, x, begin.init(x, seeds));
            for (int number = 1; ; number++) {
                Step step;
                double[] norms;
                try (Scope scope = Scope.open()) {
                    step = walk.move.step(number, walk.x, walk.state).of(walk.rows);
                    norms = norms(step.gradient());
                    if (firstNotFinite(norms) < 0) {
                        listener.stepped(number, step, norms);
                    }
                    scope.keep(step.x());
                    scope.keep(step.state());
                }
                int failed = firstNotFinite(norms);
                if (failed >= 0) {
                    double[] states = norms(walk.x);
                    arrivals.add(walk.rows, number - 1, norms, states, walk.x);
                    return arrivals.result(
                            run, diverged(walk, number, failed, norms[failed], states[failed]));
                }
                walk = replace(run, walk, step);
                int[] stopped = stopped(number, norms);
                if (stopped.length > 0) {
                    // a last update may overflow after its gradient was still finite: look now
                    double[] states = norms(walk.x);
                    int lost = firstNotFinite(states);
                    if (lost >= 0) {
                        arrivals.add(walk.rows, number, norms, states, walk.x);
                        return arrivals.result(
                                run, diverged(walk, number, lost, norms[lost], states[lost]));
                    }
                    walk = leave(run, walk, stopped, number, norms, states, arrivals, listener);
                }
                if (walk.rows.length == 0) {
                    return arrivals.result(run, new StopReason.Stopped(stop));
                }
            }
        } finally {
            close(walk);
        }
    }

    /** What seeds are when nobody gives any. */
    public static long[] rowNumbers(NDArray start) {
        return LongStream.range(0, start.getShape().get(0)).toArray();
    }

    private void close(Walk walk) {
        if (walk != null && walk.move != move) {
            walk.move.close();
        }
    }

    /** Frees what the step replaced. Arrays may be passed on, also from states to memory. */
    private static Walk replace(Scope run, Walk old, Step step) {
        return replace(run, old, new Walk(old.rows, old.move, step.x(), step.state()));
    }

    private static Walk replace(Scope run, Walk old, Walk fresh) {
        NDList live = fresh.arrays();
        for (NDArray array : old.arrays()) {
            if (live.stream().noneMatch(kept -> kept == array)) {
                run.replace(array, fresh.x());
            }
        }
        return fresh;
    }

    private int[] stopped(int number, double[] norms) {
        return IntStream.range(0, norms.length).filter(i -> stop.stops(number, norms[i])).toArray();
    }

    /** Those who stopped arrive, the others walk on; the last to leave take all arrays along. */
    private Walk leave(
            Scope run,
            Walk walk,
            int[] stopped,
            int number,
            double[] norms,
            double[] states,
            Arrivals arrivals,
            SampleListener listener) {
        int n = walk.rows.length;
        int[] rows = chosen(walk.rows, stopped);
        boolean last = stopped.length == n;
        NDArray x = last ? walk.x : rows(walk.x, stopped);
        arrivals.add(rows, number, chosen(norms, stopped), chosen(states, stopped), x);
        listener.left(rows, x);
        if (last) {
            return new Walk(new int[0], walk.move, walk.x, walk.state);
        }
        boolean[] gone = new boolean[n];
        IntStream.of(stopped).forEach(i -> gone[i] = true);
        int[] others = IntStream.range(0, n).filter(i -> !gone[i]).toArray();
        int[] left = chosen(walk.rows, others);
        NDList memory = new NDList();
        walk.state.forEach(array -> memory.add(rows(array, others)));
        NDArray rest = rows(walk.x, others);
        Move some = move.restricted(left);
        close(walk);
        return replace(run, walk, new Walk(left, some, rest, memory));
    }

    private static NDArray rows(NDArray x, int[] rows) {
        try (Arena arena = Arena.open(x.getDevice(), "rows")) {
            return Arithmetic.rows(x, arena.index(rows));
        }
    }

    private static int[] chosen(int[] of, int[] rows) {
        return IntStream.of(rows).map(i -> of[i]).toArray();
    }

    private static double[] chosen(double[] of, int[] rows) {
        return IntStream.of(rows).mapToDouble(i -> of[i]).toArray();
    }

    private static StopReason diverged(
            Walk walk, int step, int row, double gradientNorm, double stateNorm) {
        return new StopReason.Diverged(step, walk.rows[row], gradientNorm, stateNorm);
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
            return numbers(norms);
        }
    }

    /** [N] of float32 or float64 -> N numbers. */
    static double[] numbers(NDArray x) {
        if (x.getDataType() == DataType.FLOAT64) {
            return x.toDoubleArray();
        }
        float[] values = x.toFloatArray();
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }
}
