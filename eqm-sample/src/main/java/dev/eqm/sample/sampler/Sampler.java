package dev.eqm.sample.sampler;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Field;

/**
 * Descends a field: a rule moves, a stop rule ends. See {@link
 * dev.eqm.sample.integrator.Integration} for velocities.
 *
 * @param rule how one step moves
 * @param schedule how its step size changes over the run
 * @param stop when it is enough for a sample
 */
public record Sampler(UpdateRule rule, StepSchedule schedule, StopRule stop) {
    public Sampler {
        requireGiven("rule", rule, "schedule", schedule, "stop", stop);
        require(
                !schedule.needsEnd() || stop.maximum() < Integer.MAX_VALUE,
                "schedule needs a stop rule with a maximum number of steps, got %s",
                schedule);
    }

    /** With one step size for all steps. */
    public Sampler(UpdateRule rule, StopRule stop) {
        this(rule, new ConstantStep(), stop);
    }

    /** The same with nobody watching, and row numbers as seeds. */
    public SampleResult run(Field field, NDArray start) {
        return run(field, start, SampleListener.NONE);
    }

    /** The same with row numbers as seeds: for rules that draw no noise. */
    public SampleResult run(Field field, NDArray start, SampleListener listener) {
        requireGiven("start", start);
        return run(field, start, Loop.rowNumbers(start), listener);
    }

    /**
     * Descends until the stop rule holds for all samples. A sample for which it holds keeps its
     * state of that moment and leaves the batch: later steps evaluate {@link Field#restricted} to
     * the others. The first gradient or state that is not finite ends the run as {@link
     * StopReason.Diverged}. Memory stays flat.
     *
     * @param field stays open
     * @param start states, [N, C, H, W], N at least 1; they stay as they are
     * @param seeds of the samples' own noise, one for each, if the rule draws any
     * @return the last states in the order of {@code start}, in its manager and the current scope
     * @throws IllegalArgumentException if the rule needs energies and the field knows none
     */
    public SampleResult run(Field field, NDArray start, long[] seeds, SampleListener listener) {
        requireGiven("field", field, "start", start, "seeds", seeds, "listener", listener);
        requireFits(field);
        CountingField counted = new CountingField(field, (int) start.getShape().get(0));
        Loop.Move move = new DescentMove(this, counted, listener.wantsEnergies());
        return new Loop(rule::init, move, stop, counted.tally()).run(start, seeds, listener);
    }

    /**
     * Checks, before any work, that the rule can descend the field.
     *
     * @throws IllegalArgumentException saying what to do
     */
    public void requireFits(Field field) {
        require(
                !rule.needsEnergy() || field.knowsEnergy(),
                "%s compares energies, but only the gradient of this field is known, as for all implicit models "
                        + "and guided fields; use another rule, or a model with an explicit energy without guidance",
                rule);
        boolean cuts = stop.letsSamplesLeave() || rule.restrictsFields();
        require(
                !cuts || field.isRestrictable(),
                "the field holds something for every row and cannot be restricted to some rows, but %s: implement "
                        + "Field.restricted, or stop all samples together with StopRule.MaxSteps and use another rule",
                stop.letsSamplesLeave()
                        ? "samples finish one by one with " + stop
                        : rule + " evaluates some rows separately");
    }
}
