package dev.eqm.sample.evaluation.ood;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Field;
import dev.eqm.sample.output.DivergedException;
import dev.eqm.sample.sampler.SampleResult;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;
import java.util.Arrays;

/**
 * How many updates an image needs until the field vanishes below it: the adaptive descent of
 * Section 3.3, started at the image. A state that is converged already counts 1, for the update
 * that saw it; one that never gets there counts the maximum. Whole numbers, so ties are many.
 *
 * @param sampler with a {@link StopRule.GradientBelow}
 */
public record StepsToConverge(Sampler sampler) implements OodScore {
    public StepsToConverge {
        require(
                sampler.stop() instanceof StopRule.GradientBelow,
                "steps to converge need a gMin, got %s",
                sampler.stop());
    }

    @Override
    public String name() {
        return "steps";
    }

    /**
     * As {@link OodScore#of}.
     *
     * @throws DivergedException if a descent leaves the finite numbers
     */
    @Override
    public double[] of(Field field, NDArray x) {
        SampleResult result = sampler.run(field, x);
        result.x().close();
        if (!result.finished()) {
            throw new DivergedException("score steps: " + result.reason().describe());
        }
        return Arrays.stream(result.effort().steps()).asDoubleStream().toArray();
    }

    @Override
    public void requireFits(Field field) {
        sampler.requireFits(field);
    }
}
