package dev.eqm.sample.sampler;

import java.util.function.IntUnaryOperator;

/**
 * What a run costs: calls of a field or velocity, and for every sample how often it was evaluated
 * (NFE). Shared by what counts and all its restrictions; for one thread.
 *
 * <p>One pass of a sample through the network is one evaluation, whatever it answers: gradient,
 * energy, or both at once. A guided answer is two, because the network sees the sample with and
 * without its label; that both go through it in one batch changes nothing.
 */
public final class Tally {
    private final int[] evaluations;
    private long calls;

    /** Nothing counted yet, of so many samples. */
    public Tally(int samples) {
        evaluations = new int[samples];
    }

    /** The same counts, which do not change when this one goes on counting. */
    Tally copy() {
        Tally copy = new Tally(evaluations.length);
        System.arraycopy(evaluations, 0, copy.evaluations, 0, evaluations.length);
        copy.calls = calls;
        return copy;
    }

    /**
     * One call of a field, for these samples of the batch.
     *
     * @param cost network evaluations of the sample in a row, as {@link
     *     dev.eqm.core.field.Field#evaluationsOf}
     */
    public void count(int[] samples, IntUnaryOperator cost) {
        calls++;
        for (int row = 0; row < samples.length; row++) {
            evaluations[samples[row]] += cost.applyAsInt(row);
        }
    }

    /** Calls so far. */
    public long calls() {
        return calls;
    }

    /** NFE of every sample so far, [N]. */
    public int[] evaluations() {
        return evaluations.clone();
    }
}
