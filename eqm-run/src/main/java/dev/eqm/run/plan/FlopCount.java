package dev.eqm.run.plan;

import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.sample.generate.Sampling;
import java.util.OptionalInt;

/**
 * How much a run multiplies; two FLOPs for each multiply-accumulate of matrix products.
 *
 * @param forward FLOPs of one forward pass of one sample
 * @param trainedImage FLOPs of training on one image: 3 passes (one forward, one for the gradient
 *     of the states, one for that of the weights), 4 if blocks are computed again, 6 with an
 *     explicit energy, whose answer is itself a gradient
 * @param images that training sees
 * @param callsPerUpdate evaluations of the field in an update of the sampler; empty where it
 *     depends on the samples
 * @param sampled FLOPs of one finished sample; 0 where {@code callsPerUpdate} is empty
 */
public record FlopCount(
        double forward,
        double trainedImage,
        double images,
        OptionalInt callsPerUpdate,
        double sampled) {
    /** Of a configuration. */
    public static FlopCount of(RunConfig c) {
        double macs = c.model().architecture().macs().values().stream().mapToDouble(m -> m).sum();
        boolean energy = c.model().energy().isExplicit();
        double forward = 2 * macs;
        OptionalInt calls = calls(c.sampling(), c.model().architecture());
        double rows = c.sampling().guidance().needsNullLabel() ? 2 : 1;
        double passes = energy ? 2 : 1; // f(x), and its gradient by the states
        double sampled = calls.orElse(0) * passes * rows * c.sampling().steps() * forward;
        return new FlopCount(
                forward,
                forward * (energy ? 6 : c.train().recompute() ? 4 : 3),
                (double) c.train().steps() * c.train().batchSize(),
                calls,
                sampled);
    }

    /** FLOPs of the whole training. */
    public double training() {
        return trainedImage * images;
    }

    private static OptionalInt calls(Sampling s, ModelArchitecture network) {
        if (s.integrates(network)) {
            return s.integrator().evaluationsPerStep();
        }
        return s.gMin() > 0 ? OptionalInt.empty() : s.rule().evaluationsPerStep();
    }
}
