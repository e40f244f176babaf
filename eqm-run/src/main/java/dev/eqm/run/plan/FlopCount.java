package dev.eqm.run.plan;

import dev.eqm.run.settings.RunConfig;
import java.util.OptionalLong;

/**
 * How much a run multiplies; two FLOPs for each multiply-accumulate of matrix products.
 *
 * @param forward FLOPs of one forward pass of one sample
 * @param trainedImage FLOPs of training on one image: 3 passes (one forward, one for the gradient
 *     of the states, one for that of the weights), 4 if blocks are computed again, 6 with an
 *     explicit energy, whose answer is itself a gradient
 * @param images that training sees
 * @param evaluations NFE of one sample; empty where it depends on the sample
 * @param sampled FLOPs of one finished sample; 0 where {@code evaluations} is empty
 */
public record FlopCount(
        double forward,
        double trainedImage,
        double images,
        OptionalLong evaluations,
        double sampled) {
    /** Of a configuration. */
    public static FlopCount of(RunConfig c) {
        double macs = c.model().architecture().macs().values().stream().mapToDouble(m -> m).sum();
        boolean energy = c.model().energy().isExplicit();
        double forward = 2 * macs;
        OptionalLong evaluations = c.sampling().evaluations(c.model().architecture());
        double passes = energy ? 2 : 1; // f(x), and its gradient by the states
        double sampled = evaluations.orElse(0) * passes * forward;
        return new FlopCount(
                forward,
                forward * (energy ? 6 : c.train().recompute() ? 4 : 3),
                (double) c.train().steps() * c.train().batchSize(),
                evaluations,
                sampled);
    }

    /** FLOPs of the whole training. */
    public double training() {
        return trainedImage * images;
    }
}
