package dev.eqm.sample.sampler;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Field;

/**
 * Descends a field: a rule moves, a stop rule ends. See {@link
 * dev.eqm.sample.integrator.Integration} for velocities.
 *
 * @param rule how one step moves
 * @param stop when it is enough
 */
public record Sampler(UpdateRule rule, StopRule stop) {
    /** The same with nobody watching, and row numbers as seeds. */
    public SampleResult run(Field field, NDArray start) {
        return run(field, start, SampleListener.NONE);
    }

    /** The same with row numbers as seeds: for rules that draw no noise. */
    public SampleResult run(Field field, NDArray start, SampleListener listener) {
        return run(field, start, Loop.rowNumbers(start), listener);
    }

    /**
     * Descends until the stop rule holds for all samples; the first gradient or state that is not
     * finite ends the run as {@link StopReason.Diverged}. Memory stays flat.
     *
     * @param start states, [N, C, H, W], N at least 1; they stay as they are
     * @param seeds of the samples' own noise, one for each, if the rule draws any
     * @return the last states, in the manager of {@code start} and the current scope
     */
    public SampleResult run(Field field, NDArray start, long[] seeds, SampleListener listener) {
        Loop.Move move = (number, x, state) -> rule.step(field.atStep(number), x, state);
        return new Loop(rule::init, move, stop).run(start, seeds, listener);
    }
}
