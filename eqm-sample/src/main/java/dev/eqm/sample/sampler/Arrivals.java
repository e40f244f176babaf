package dev.eqm.sample.sampler;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.memory.Scope;
import java.util.Arrays;

/** Samples that have finished, as they come. */
final class Arrivals {
    private final Ending ending;
    private final double[] gradientNorms;
    private final double[] stateNorms;
    private final int[] updates;
    private final int[] rejected;
    private final Gathered states;
    private int atMaximum;

    Arrivals(Ending ending, int samples) {
        this.ending = ending;
        gradientNorms = new double[samples];
        stateNorms = new double[samples];
        updates = new int[samples];
        rejected = new int[samples];
        states = new Gathered(samples);
    }

    /**
     * Some samples end.
     *
     * @param rows which, [L]
     * @param number steps of the loop that they were in
     * @param x their last states, [L, C, H, W], open until the result is made
     */
    void add(int[] rows, int number, double[] gradients, double[] norms, NDArray x) {
        for (int i = 0; i < rows.length; i++) {
            int sample = rows[i];
            gradientNorms[sample] = gradients[i];
            stateNorms[sample] = norms[i];
            updates[sample] = ending.updates(sample, number);
            rejected[sample] = ending.rejected(sample);
            atMaximum += ending.reached(gradients[i]) ? 0 : 1;
        }
        states.add(rows, x);
    }

    /** All samples; their states outlive the scope. */
    SampleResult result(Scope run, StopReason reason, Tally tally) {
        int most = Arrays.stream(updates).max().orElse(0);
        int[] evaluations = tally.evaluations();
        Effort effort = new Effort(updates, rejected, evaluations, tally.calls(), atMaximum);
        NDArray x = run.keep(states.inOrder());
        return new SampleResult(x, most, gradientNorms, stateNorms, reason, effort);
    }
}
