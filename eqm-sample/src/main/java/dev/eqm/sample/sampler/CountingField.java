package dev.eqm.sample.sampler;

import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Answers;
import dev.eqm.core.field.Field;
import java.util.stream.IntStream;

/**
 * A field that counts its evaluations and refuses answers of another shape or type than the states
 * have, so that nothing of a run can be stretched. Restrictions count for the same samples. Closing
 * it closes the field that it counts, unless another one owns that.
 *
 * @param tally what the field and all its restrictions and steps have been asked so far
 * @param samples of the batch, in the order of the rows
 * @param owner whether closing this closes {@code field}: not if it is also that of another step
 */
public record CountingField(Field field, Tally tally, int[] samples, boolean owner)
        implements Field {
    public CountingField {
        requireGiven("field", field, "tally", tally, "samples", samples);
    }

    /**
     * Counts from 0.
     *
     * @param n rows of the states that the field will see
     */
    public CountingField(Field field, int n) {
        this(field, new Tally(n), IntStream.range(0, n).toArray(), true);
    }

    @Override
    public NDArray gradient(NDArray x) {
        tally.count(samples, field::evaluationsOf);
        return Answers.gradient(field.gradient(x), x);
    }

    @Override
    public boolean knowsEnergy() {
        return field.knowsEnergy();
    }

    @Override
    public NDArray energy(NDArray x) {
        tally.count(samples, field::evaluationsOf);
        return Answers.energy(field.energy(x), x);
    }

    @Override
    public Point at(NDArray x) {
        tally.count(samples, field::evaluationsOf);
        return Answers.point(field.at(x), x);
    }

    @Override
    public int evaluationsOf(int row) {
        return field.evaluationsOf(row);
    }

    @Override
    public boolean isRestrictable() {
        return field.isRestrictable();
    }

    @Override
    public CountingField restricted(int[] rows) {
        Field some = field.restricted(rows);
        int[] left = IntStream.of(rows).map(row -> samples[row]).toArray();
        return new CountingField(some, tally, left, some != field);
    }

    /** The field of that step, counting for the same samples; closing it closes nothing. */
    @Override
    public CountingField atStep(int number) {
        Field now = field.atStep(number);
        return now == field ? this : new CountingField(now, tally, samples, false);
    }

    @Override
    public void close() {
        if (owner) {
            field.close();
        }
    }
}
