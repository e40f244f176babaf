package dev.eqm.sample.sampler;

/**
 * What a run costs: calls of a field or velocity, and for every sample how often it was evaluated
 * (NFE). Shared by what counts and all its restrictions; for one thread.
 *
 * <p>One pass through the network is one evaluation, whatever it answers: gradient, energy, or both
 * at once. A guided field is one evaluation too, though its network sees two rows a sample.
 */
public final class Tally {
    private final int[] evaluations;
    private long calls;

    /** Nothing counted yet, of so many samples. */
    public Tally(int samples) {
        evaluations = new int[samples];
    }

    /** One call, for these samples of the batch. */
    public void count(int[] samples) {
        calls++;
        for (int sample : samples) {
            evaluations[sample]++;
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
