package dev.eqm.sample.integrator;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.sample.sampler.Gathered;
import dev.eqm.sample.sampler.Loop;
import dev.eqm.sample.sampler.SampleListener;
import dev.eqm.sample.sampler.SampleResult;
import dev.eqm.sample.sampler.Step;
import java.util.stream.IntStream;

/**
 * Dormand–Prince 5(4), "dopri5": order 5, steps as large as the tolerance allows, six evaluations
 * for each step that is tried (the seventh is the next step's first).
 *
 * <p>Every sample has a time and a step size of its own, chosen from its own error, so it ends
 * where it would end alone; published solvers take one step size for the whole batch. A sample that
 * has reached t = 1 leaves the batch. The error of a step is the root mean square of error / (atol
 * + rtol·max(|x|, |x'|)) over the sample's entries; the first step size is Hairer, Nørsett and
 * Wanner's (1993, II.4). No evaluation lies behind t = 1.
 *
 * @param rtol relative tolerance
 * @param atol absolute tolerance
 * @param maxSteps of one sample, rejected ones included; a sample that needs more ends the run as
 *     {@link dev.eqm.sample.sampler.StopReason.Unsolved}
 */
public record DormandPrince(double rtol, double atol, int maxSteps) implements Integrator {
    public DormandPrince {
        require(rtol > 0 && rtol < 1, "rtol must lie in (0, 1), got %s", rtol);
        require(atol > 0 && atol < 1, "atol must lie in (0, 1), got %s", atol);
        require(maxSteps >= 1, "maxSteps must be at least 1, got %s", maxSteps);
    }

    @Override
    public boolean choosesSteps() {
        return true;
    }

    /** Samples are at different times on the way: a listener hears of their ends alone. */
    @Override
    public int reports(int steps) {
        return 1;
    }

    /** Steps that were tried again smaller are not among them; NFE counts these too. */
    @Override
    public String stepWord() {
        return "accepted steps";
    }

    /**
     * Every sample brings its last gradient along when it arrives; the listener gets them together,
     * in the order of the batch, once all are there. A run that ends early tells it nothing.
     */
    @Override
    public SampleResult run(
            VelocityField velocity,
            NDArray start,
            int steps,
            long[] seeds,
            SampleListener listener) {
        require(
                velocity.isRestrictable(),
                "the velocity must be restrictable for %s, whose samples arrive one by one: "
                        + "implement VelocityField.restricted, or use an integrator with equal steps",
                this);
        int n = Math.toIntExact(start.getShape().get(0));
        Clocks clocks = new Clocks(maxSteps, n);
        CountingVelocity counted = new CountingVelocity(velocity, n);
        AdaptiveMove move = new AdaptiveMove(this, clocks, counted);
        Gathered gradients = new Gathered(n);
        try (Arena arena = Arena.open(start.getDevice(), "gradients at t = 1");
                Scope scope = Scope.open()) {
            SampleListener ends =
                    (number, step, norms) -> {
                        int[] of = step.rows();
                        IntStream rows = IntStream.range(0, of.length);
                        int[] arrived = rows.filter(i -> clocks.arrived(of[i])).toArray();
                        if (arrived.length > 0) {
                            int[] samples = IntStream.of(arrived).map(i -> of[i]).toArray();
                            NDArray there = Arithmetic.rows(step.gradient(), arrived);
                            gradients.add(samples, arena.hold(there));
                        }
                    };
            SampleResult result =
                    new Loop(move::begin, move, clocks, counted.tally()).run(start, seeds, ends);
            scope.keep(result.x());
            if (result.finished()) {
                Step all = new Step(result.x(), gradients.inOrder(), new NDList());
                listener.stepped(1, all, result.gradientNorms());
            }
            return result;
        }
    }
}
