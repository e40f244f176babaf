package dev.eqm.sample.integrator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.VelocityField;
import dev.eqm.sample.sampler.Loop;
import dev.eqm.sample.sampler.SampleListener;
import dev.eqm.sample.sampler.SampleResult;
import dev.eqm.sample.sampler.Step;
import dev.eqm.sample.sampler.StopRule;

/**
 * An integrator of equal steps, step k from (k − 1)/steps to k/steps, in the one sampling loop. It
 * never changes; what it remembers is an argument and a result.
 *
 * <p>All samples are at the same time and leave together after the last step, so a listener hears
 * of every step with all N rows. The gradient that a step tells is −v where the step began: that of
 * the last step is not yet the one at t = 1.
 */
public interface FixedStep extends Integrator {
    /**
     * What is remembered before the first step; nothing, unless an integrator says otherwise.
     *
     * @param x where the run starts, [N, C, H, W]
     * @param seeds one for each sample, int64 [N], for integrators that draw noise
     */
    default NDList init(NDArray x, NDArray seeds) {
        return new NDList();
    }

    /** When step {@code number}, from 1, begins and ends. */
    default TimeStep time(int number, int steps) {
        return new TimeStep(number, (number - 1) / (double) steps, number / (double) steps);
    }

    /**
     * One step. Temporaries may stay open: the loop's scope frees what is not in the result.
     *
     * @param x states, [N, C, H, W]; neither they nor {@code state} are changed or closed
     * @return the states at {@code time.to()}, and as gradient −v where the step began
     */
    Step step(VelocityField velocity, NDArray x, TimeStep time, NDList state);

    @Override
    default SampleResult run(
            VelocityField velocity,
            NDArray start,
            int steps,
            long[] seeds,
            SampleListener listener) {
        requireSteps(steps);
        int n = Math.toIntExact(start.getShape().get(0));
        CountingVelocity counted = new CountingVelocity(velocity, n);
        Loop.Move move = (number, x, state) -> step(counted, x, time(number, steps), state);
        StopRule end = new StopRule.MaxSteps(steps);
        return new Loop(this::init, move, end, counted.tally()).run(start, seeds, listener);
    }
}
