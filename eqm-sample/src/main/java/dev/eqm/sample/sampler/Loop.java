package dev.eqm.sample.sampler;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.Form;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The sampling loop, the only one: a move moves, an ending says who has walked enough, nothing is
 * recorded for autograd.
 *
 * <p>A sample that stops leaves at once: states, memory and field are cut down to the others, so a
 * step costs what its moving samples cost. To cut costs three small gathers and the field's {@link
 * dev.eqm.core.field.Field#restricted}, far below a step; waiting for more leavers saves nothing.
 *
 * <p>Memory stays flat: each step frees all but its new states and what is to be remembered. The
 * first norm of a gradient that is not finite ends the run as {@link StopReason.Diverged}, unless
 * the ending has found another reason. Norms are read after every step that somebody wants them of,
 * {@link Ending#needsNorms} and {@link SampleListener#wantsNorms}, and otherwise once in {@value
 * Unread#MOST} steps, for all of them: reading waits for an accelerator. A run that diverged then
 * ends as if norms had been read after every step; states are held until that is certain.
 *
 * @param begin what is remembered before the first step
 * @param move how all samples move
 * @param ending when they leave
 * @param tally what the move counts its evaluations in
 */
public record Loop(Start begin, Move move, Ending ending, Tally tally) {
    private static final int[] NOBODY = {};
    private static final double[] NO_NORMS = {};

    public Loop {
        requireGiven("begin", begin, "move", move, "ending", ending, "tally", tally);
    }

    /** What is remembered before the first step. */
    @FunctionalInterface
    public interface Start {
        NDList init(NDArray x, NDArray seeds);
    }

    /** One update; {@code number} counts from 1. */
    @FunctionalInterface
    public interface Move {
        Step step(int number, NDArray x, NDList state);

        /**
         * The same for some samples of the batch, to be closed; asked of the move of all, and only
         * if samples stop one by one.
         */
        default Move restricted(int[] samples) {
            throw new UnsupportedOperationException("these samples can only stop all together");
        }

        /** Frees what a restriction holds. */
        default void close() {}
    }

    /** Who walks, and what a step carries over: the states and, after them, the memory. */
    private record Walk(int[] rows, Move move, NDArray x, NDList state) {
        NDList arrays() {
            return new NDList(x).addAll(state);
        }

        /** The same samples after a step. */
        Walk to(Step step) {
            return new Walk(rows, move, step.x(), step.state());
        }
    }

    /** What a run has besides those who walk; its scope owns their arrays. */
    private record Run(Scope scope, Arrivals arrivals, SampleListener listener, Unread unread) {}

    /** As {@link Sampler#run(dev.eqm.core.field.Field, NDArray, long[], SampleListener)}. */
    public SampleResult run(NDArray start, long[] seedOf, SampleListener listener) {
        Form.requireRows("start", start);
        require(
                seedOf.length == start.getShape().get(0),
                "seeds must contain one seed for each of the %s starting samples, got %s",
                start.getShape().get(0),
                seedOf.length);
        Walk walk = null;
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open();
                Arena arena = Arena.open(start.getDevice(), "seeds")) {
            Run run = new Run(scope, new Arrivals(ending, seedOf.length), listener, new Unread());
            NDArray x = start.duplicate();
            NDArray seeds = arena.of(seedOf, seedOf.length);
            int[] all = IntStream.range(0, seedOf.length).toArray();
            walk = new Walk(all, move, x, fitting(begin.init(x, seeds), x));
            for (int number = 1; walk.rows.length > 0; number++) {
                boolean reads = reads(run, number);
                Optional<Unread.Lost> before = Optional.empty();
                Step step;
                double[] norms = NO_NORMS;
                try (Scope inner = Scope.open()) {
                    step = walk.move.step(number, walk.x, walk.state).of(walk.rows);
                    requireFits(step, walk.x);
                    NDArray sizes = Arithmetic.sampleNorms(step.gradient());
                    if (reads) {
                        double[][] steps = run.unread.read(sizes);
                        norms = steps[steps.length - 1];
                        before = run.unread.lost(steps);
                    } else {
                        run.unread.add(number, walk.x, inner.keep(sizes), tally);
                    }
                    if (before.isEmpty() && firstNotFinite(norms) < 0) {
                        listener.stepped(number, step, norms);
                    }
                    inner.keep(step.x());
                    inner.keep(step.state());
                } catch (RuntimeException e) {
                    before = run.unread.lost(); // what failed may have failed because of it
                    if (before.isEmpty()) {
                        throw e;
                    }
                    return lost(run, walk, before.get());
                }
                if (before.isPresent()) {
                    return lost(run, walk, before.get());
                }
                if (!reads) {
                    walk = replace(run, walk, walk.to(step));
                    continue;
                }
                Optional<StopReason> trouble = ending.trouble(step, norms);
                int lost = firstNotFinite(norms);
                if (trouble.isEmpty() && lost >= 0) { // states stay those before the step
                    StopReason why = diverged(walk, number, lost, norms);
                    return ended(run, walk, number - 1, norms, why, tally);
                }
                walk = replace(run, walk, walk.to(step));
                run.unread.clear(scope, walk.arrays());
                int[] stopped = trouble.isPresent() ? NOBODY : stopped(walk, number, norms);
                // a last update may overflow after its gradient was still finite: look now
                double[] states = stopped.length == 0 ? NO_NORMS : norms(walk.x);
                lost = firstNotFinite(states);
                if (lost >= 0) {
                    trouble = Optional.of(diverged(walk, number, lost, norms));
                }
                if (trouble.isPresent()) {
                    return ended(run, walk, number, norms, trouble.get(), tally);
                }
                if (stopped.length > 0) {
                    walk = leave(run, walk, stopped, number, norms, states);
                }
            }
            return run.arrivals.result(scope, ending.reason(), tally);
        } finally {
            close(walk);
        }
    }

    /** Refuses a step whose states, gradient or memory are not those of the samples that moved. */
    private static void requireFits(Step step, NDArray x) {
        Form.requireLike("the new states of a step", step.x(), x, "the states before it");
        Form.requireLike("the gradient of a step", step.gradient(), x, "its states");
        fitting(step.state(), x);
    }

    /**
     * What is remembered, if it has a row for every sample: rows of those who leave are cut out.
     */
    private static NDList fitting(NDList state, NDArray x) {
        long n = x.getShape().get(0);
        for (NDArray array : state) {
            require(
                    array.getShape().dimension() >= 1 && array.getShape().get(0) == n,
                    "the state of a rule must have one row for each of %s samples, [%s, ...], got %s",
                    n,
                    n,
                    array.getShape());
        }
        return state;
    }

    /** What seeds are when nobody gives any. */
    public static long[] rowNumbers(NDArray start) {
        return LongStream.range(0, start.getShape().get(0)).toArray();
    }

    /** ‖x‖ of every row: [N, ...] of float32 or float64 -> N numbers. */
    public static double[] norms(NDArray x) {
        try (NDArray norms = Arithmetic.sampleNorms(x)) { // one kernel, one read: nothing between
            return Arithmetic.numbers(norms);
        }
    }

    private void close(Walk walk) {
        if (walk != null && walk.move != move) {
            walk.move.close();
        }
    }

    /** Whether norms are read after that step: because somebody wants them, or not later. */
    private boolean reads(Run run, int number) {
        return ending.needsNorms(number) || run.listener.wantsNorms(number) || run.unread.isFull();
    }

    /** The run fails: all who walk end where they are. */
    private static SampleResult ended(
            Run run, Walk walk, int number, double[] norms, StopReason reason, Tally tally) {
        run.arrivals.add(walk.rows, number, norms, norms(walk.x), walk.x);
        return run.arrivals.result(run.scope, reason, tally);
    }

    /** The run failed some steps ago: all who walk end where they were before that step. */
    private static SampleResult lost(Run run, Walk walk, Unread.Lost lost) {
        Walk then = new Walk(walk.rows, walk.move, lost.before(), walk.state);
        double[] norms = lost.norms();
        StopReason why = diverged(then, lost.number(), firstNotFinite(norms), norms);
        return ended(run, then, lost.number() - 1, norms, why, lost.tally());
    }

    private static StopReason diverged(Walk walk, int step, int row, double[] norms) {
        return new StopReason.Diverged(step, walk.rows[row], norms[row], norms(walk.x)[row]);
    }

    /** Frees what the step replaced. Arrays may be passed on, also from states to memory. */
    private static Walk replace(Run run, Walk old, Walk fresh) {
        NDList live = fresh.arrays();
        live.addAll(run.unread.held());
        for (NDArray array : old.arrays()) {
            if (live.stream().noneMatch(kept -> kept == array)) {
                run.scope.replace(array, fresh.x());
            }
        }
        return fresh;
    }

    /** Positions among those who walk. */
    private int[] stopped(Walk walk, int number, double[] norms) {
        return IntStream.range(0, norms.length)
                .filter(i -> ending.stops(walk.rows[i], number, norms[i]))
                .toArray();
    }

    /** Those who stopped arrive, the others walk on; the last to leave take all arrays along. */
    private Walk leave(
            Run run, Walk walk, int[] stopped, int number, double[] norms, double[] states) {
        int n = walk.rows.length;
        int[] rows = chosen(walk.rows, stopped);
        boolean last = stopped.length == n;
        NDArray x = last ? walk.x : Arithmetic.rows(walk.x, stopped);
        run.arrivals.add(rows, number, chosen(norms, stopped), chosen(states, stopped), x);
        run.listener.left(rows, x);
        if (last) {
            return new Walk(NOBODY, walk.move, walk.x, walk.state);
        }
        boolean[] gone = new boolean[n];
        IntStream.of(stopped).forEach(i -> gone[i] = true);
        int[] others = IntStream.range(0, n).filter(i -> !gone[i]).toArray();
        int[] left = chosen(walk.rows, others);
        NDList memory = new NDList();
        walk.state.forEach(array -> memory.add(Arithmetic.rows(array, others)));
        NDArray rest = Arithmetic.rows(walk.x, others);
        Move some = move.restricted(left);
        close(walk);
        return replace(run, walk, new Walk(left, some, rest, memory));
    }

    private static int[] chosen(int[] of, int[] rows) {
        return IntStream.of(rows).map(i -> of[i]).toArray();
    }

    private static double[] chosen(double[] of, int[] rows) {
        return IntStream.of(rows).mapToDouble(i -> of[i]).toArray();
    }

    private static int firstNotFinite(double[] norms) {
        int i = 0;
        while (i < norms.length && Double.isFinite(norms[i])) {
            i++;
        }
        return i < norms.length ? i : -1;
    }
}
