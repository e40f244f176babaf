package dev.eqm.sample.generate;

import dev.eqm.sample.sampler.Effort;
import dev.eqm.sample.sampler.SampleResult;

/** Adds up what the batches of a run took. */
final class Totals {
    private final double[] norms;
    private final int[] steps;
    private final int[] rejected;
    private final int[] evaluations;
    private long calls;
    private int atMaximum;

    Totals(int samples) {
        norms = new double[samples];
        steps = new int[samples];
        rejected = new int[samples];
        evaluations = new int[samples];
    }

    void add(int first, SampleResult result) {
        Effort effort = result.effort();
        int n = effort.steps().length;
        System.arraycopy(result.gradientNorms(), 0, norms, first, n);
        System.arraycopy(effort.steps(), 0, steps, first, n);
        System.arraycopy(effort.rejected(), 0, rejected, first, n);
        System.arraycopy(effort.evaluations(), 0, evaluations, first, n);
        calls += effort.calls();
        atMaximum += effort.atMaximum();
    }

    GenerationReport report(double seconds) {
        return new GenerationReport(
                norms, new Effort(steps, rejected, evaluations, calls, atMaximum), seconds);
    }
}
