package dev.eqm.sample.generate;

import dev.eqm.core.check.Brief;
import dev.eqm.sample.sampler.Effort;
import java.util.Arrays;

/**
 * What a generation run did. Of a run that went on: what this process did.
 *
 * @param gradientNorms ‖∇E‖ of every sample made, in its last step: the smaller, the nearer to
 *     equilibrium
 * @param effort what it took: steps and NFE of every sample made, network calls, samples that hit
 *     the maximum
 * @param seconds from the first noise to the last file
 */
public record GenerationReport(double[] gradientNorms, Effort effort, double seconds) {
    /** Updates made for every sample. */
    public int[] steps() {
        return effort.steps();
    }

    /** Mean number of updates of a sample. */
    public double meanSteps() {
        return Arrays.stream(steps()).average().orElse(0);
    }

    /** Median number of updates of a sample. */
    public double medianSteps() {
        int[] sorted = steps().clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return n == 0 ? 0 : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2.0;
    }

    @Override
    public String toString() {
        return "GenerationReport[gradientNorms=%s, effort=%s, seconds=%s]"
                .formatted(Brief.of(gradientNorms), effort, seconds);
    }
}
