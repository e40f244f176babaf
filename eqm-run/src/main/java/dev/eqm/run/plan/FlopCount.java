package dev.eqm.run.plan;

import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.integrator.Euler;
import dev.eqm.sample.integrator.EulerMaruyama;
import dev.eqm.sample.integrator.Heun;
import dev.eqm.sample.integrator.Integrator;
import dev.eqm.sample.integrator.Midpoint;
import dev.eqm.sample.integrator.StochasticHeun;
import dev.eqm.sample.sampler.Armijo;
import java.util.OptionalLong;

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
        OptionalLong callsPerUpdate,
        double sampled) {
    /** Of a configuration. */
    public static FlopCount of(RunConfig c) {
        double macs = c.model().architecture().macs().values().stream().mapToDouble(m -> m).sum();
        boolean energy = c.model().energy().isExplicit();
        double forward = 2 * macs;
        OptionalLong calls = calls(c.sampling(), c.model().architecture());
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

    private static OptionalLong calls(Sampling s, ModelArchitecture network) {
        if (s.integrates(network)) {
            return calls(s.integrator());
        }
        return s.rule() instanceof Armijo || s.gMin() > 0
                ? OptionalLong.empty()
                : OptionalLong.of(1);
    }

    private static OptionalLong calls(Integrator integrator) {
        if (integrator instanceof Euler || integrator instanceof EulerMaruyama) {
            return OptionalLong.of(1);
        }
        return integrator instanceof Heun
                        || integrator instanceof Midpoint
                        || integrator instanceof StochasticHeun
                ? OptionalLong.of(2)
                : OptionalLong.empty();
    }
}
