package dev.eqm.sample.integrator;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.random.Noise;
import dev.eqm.core.random.Seeds;

/**
 * The noise of an SDE sampler's steps. Runs take {@link #SEEDED}; a comparison with numbers of the
 * published code hands in the noise that was drawn there.
 */
@FunctionalInterface
public interface StepNoise {
    /** Drawn from (seed of the sample, step): who else is in the batch does not matter. */
    StepNoise SEEDED = StepNoise::seeded;

    /**
     * Standard normal noise for a step.
     *
     * @param number of the step, from 1
     * @param x states of the batch, [N, C, H, W]
     * @param seeds of the samples, [N]
     * @return the shape and type of {@code x}, owned by the caller's scope
     */
    NDArray of(int number, NDArray x, long[] seeds);

    private static NDArray seeded(int number, NDArray x, long[] seeds) {
        long[] own = Seeds.derive(seeds, Stochastic.STREAM, number);
        try (Arena arena = Arena.open(x.getDevice(), "noise of a step")) {
            NDArray noise = Noise.normal(arena, own, x.getShape().slice(1));
            NDArray result = noise.toType(x.getDataType(), true);
            result.attach(x.getManager());
            return result;
        }
    }
}
