package dev.eqm.sample.sampler;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.EnergyField;
import dev.eqm.core.field.Field;
import java.util.stream.IntStream;

/**
 * A field that counts: its calls, and for every sample how often it was evaluated (NFE).
 * Restrictions count for the same samples. Closing it closes the field that it counts.
 *
 * <p>Gradient, energy, and both at once are one evaluation each: one pass through the network. A
 * guided field is one evaluation too, though its network sees two rows a sample.
 */
public class CountingField implements Field {
    /** Shared by a field and its restrictions. */
    private static final class Tally {
        private final int[] evaluations;
        private long calls;

        private Tally(int samples) {
            evaluations = new int[samples];
        }
    }

    private final Field field;
    private final Tally tally;
    private final int[] samples;
    private final boolean owner;

    private CountingField(Field field, Tally tally, int[] samples, boolean owner) {
        this.field = field;
        this.tally = tally;
        this.samples = samples;
        this.owner = owner;
    }

    /**
     * Counts evaluations of a field; an {@link EnergyField} stays one.
     *
     * @param n rows of the states that it will see
     */
    public static CountingField of(Field field, int n) {
        return over(field, new Tally(n), IntStream.range(0, n).toArray(), true);
    }

    private static CountingField over(Field field, Tally tally, int[] samples, boolean owner) {
        return field instanceof EnergyField
                ? new WithEnergy(field, tally, samples, owner)
                : new CountingField(field, tally, samples, owner);
    }

    @Override
    public NDArray gradient(NDArray x) {
        count();
        return field.gradient(x);
    }

    @Override
    public CountingField restricted(int[] rows) {
        Field some = field.restricted(rows);
        int[] left = IntStream.of(rows).map(row -> samples[row]).toArray();
        return over(some, tally, left, some != field);
    }

    /** The field of that step, counting for the same samples; closing it closes nothing. */
    @Override
    public CountingField atStep(int number) {
        Field now = field.atStep(number);
        return now == field ? this : over(now, tally, samples, false);
    }

    /** Calls so far, of the field and all its restrictions. */
    public long calls() {
        return tally.calls;
    }

    /** NFE of every sample so far, [N]. */
    public int[] evaluations() {
        return tally.evaluations.clone();
    }

    @Override
    public void close() {
        if (owner) {
            field.close();
        }
    }

    final void count() {
        tally.calls++;
        for (int sample : samples) {
            tally.evaluations[sample]++;
        }
    }

    private static final class WithEnergy extends CountingField implements EnergyField {
        private final EnergyField energies;

        private WithEnergy(Field field, Tally tally, int[] samples, boolean owner) {
            super(field, tally, samples, owner);
            this.energies = (EnergyField) field;
        }

        @Override
        public NDArray energy(NDArray x) {
            count();
            return energies.energy(x);
        }

        @Override
        public Point at(NDArray x) {
            count();
            return energies.at(x);
        }

        @Override
        public WithEnergy restricted(int[] rows) {
            return (WithEnergy) super.restricted(rows);
        }
    }
}
