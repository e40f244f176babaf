package dev.eqm.sample.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import java.util.Arrays;

/** Samples that have finished, as they come; put back in the order of the batch at the end. */
final class Arrivals {
    private static final int[] NOBODY_COUNTED = {};

    private final StopRule stop;
    private final double[] gradientNorms;
    private final double[] stateNorms;
    private final int[] steps;
    private final int[] position; // of sample i among those that came
    private final NDList parts = new NDList();
    private int came;
    private int atMaximum;

    Arrivals(StopRule stop, int samples) {
        this.stop = stop;
        gradientNorms = new double[samples];
        stateNorms = new double[samples];
        steps = new int[samples];
        position = new int[samples];
    }

    /**
     * Some samples end.
     *
     * @param rows which, [L]
     * @param made updates of each
     * @param x their last states, [L, C, H, W], open until the result is made
     */
    void add(int[] rows, int made, double[] gradients, double[] states, NDArray x) {
        for (int i = 0; i < rows.length; i++) {
            gradientNorms[rows[i]] = gradients[i];
            stateNorms[rows[i]] = states[i];
            steps[rows[i]] = made;
            position[rows[i]] = came++;
            atMaximum += stop.reached(gradients[i]) ? 0 : 1;
        }
        parts.add(x);
    }

    /** All samples; their states outlive the scope. */
    SampleResult result(Scope run, StopReason reason) {
        int most = Arrays.stream(steps).max().orElse(0);
        Effort effort = new Effort(steps, NOBODY_COUNTED, 0, atMaximum);
        return new SampleResult(
                run.keep(states()), most, gradientNorms, stateNorms, reason, effort);
    }

    private NDArray states() {
        if (parts.size() == 1) { // all together: in order
            return parts.head();
        }
        NDArray all = NDArrays.concat(parts);
        try (Arena arena = Arena.open(all.getDevice(), "order")) {
            return Arithmetic.rows(all, arena.index(position));
        }
    }
}
