package dev.eqm.sample.integrator;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Answers;
import dev.eqm.core.field.VelocityField;
import dev.eqm.sample.sampler.Tally;
import java.util.stream.IntStream;

/**
 * A velocity that counts its evaluations and refuses answers of another shape or type than the
 * states have. Restrictions count for the same samples. Closing one closes its velocity if that was
 * made for it, never the one that was given. The twin of {@link
 * dev.eqm.sample.sampler.CountingField} for fields that see time.
 *
 * @param samples of the batch, in the order of the rows
 */
record CountingVelocity(VelocityField velocity, Tally tally, int[] samples, boolean owner)
        implements VelocityField {
    /** Counts from 0, for N rows. */
    CountingVelocity(VelocityField velocity, int n) {
        this(velocity, new Tally(n), IntStream.range(0, n).toArray(), false);
    }

    @Override
    public NDArray velocity(NDArray x, double[] times) {
        tally.count(samples, velocity::evaluationsOf);
        return Answers.gradient(velocity.velocity(x, times), x);
    }

    @Override
    public int evaluationsOf(int row) {
        return velocity.evaluationsOf(row);
    }

    @Override
    public boolean isRestrictable() {
        return velocity.isRestrictable();
    }

    @Override
    public CountingVelocity restricted(int[] rows) {
        VelocityField some = velocity.restricted(rows);
        int[] left = IntStream.of(rows).map(row -> samples[row]).toArray();
        return new CountingVelocity(some, tally, left, some != velocity);
    }

    @Override
    public void close() {
        if (owner) {
            velocity.close();
        }
    }
}
