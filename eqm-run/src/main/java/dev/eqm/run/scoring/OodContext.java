package dev.eqm.run.scoring;

import ai.djl.ndarray.types.Shape;
import dev.eqm.core.check.Setting;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.loss.Loss;
import dev.eqm.core.schedule.GradientSchedules;
import dev.eqm.run.UsageException;
import dev.eqm.sample.evaluation.ood.GradientNorm;
import dev.eqm.sample.evaluation.ood.LineIntegralEnergy;
import dev.eqm.sample.evaluation.ood.OneStepResidual;
import dev.eqm.sample.evaluation.ood.OodScorer;
import dev.eqm.sample.evaluation.ood.Reference;
import dev.eqm.sample.evaluation.ood.StepsToConverge;
import dev.eqm.sample.sampler.GradientDescent;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;
import java.util.Arrays;
import java.util.List;

/**
 * What scores of a landscape take their numbers from.
 *
 * @param loss that the model was trained with
 * @param in images in distribution
 * @param seed of a reference of noise
 */
public record OodContext(
        OodScorer scorer, Loss loss, ImageSource in, OodNumbers numbers, long seed) {
    private static final int CONVERGED_PERCENT = 95;

    /**
     * What one step leaves.
     *
     * @throws UsageException if no step size was given and the loss knows none
     */
    OneStepResidual residual() {
        if (!Double.isNaN(numbers.eta())) {
            return new OneStepResidual(numbers.eta());
        }
        if (GradientSchedules.vanishesAtData(loss.schedule())) {
            return OneStepResidual.newton(loss.schedule());
        }
        throw new UsageException(
                "give "
                        + Setting.of("eta")
                        + ": the run's loss "
                        + loss
                        + " has no schedule from which a step size could be derived");
    }

    /** The work from a reference point. */
    LineIntegralEnergy lineIntegral() {
        Shape shape = scorer.model().sampleShape();
        Reference reference =
                switch (numbers.start()) {
                    case ZERO -> Reference.zero(shape);
                    case MEAN -> Reference.mean(in);
                    case NOISE -> Reference.noise(shape, seed);
                };
        return new LineIntegralEnergy(reference, numbers.nodes());
    }

    /** Updates until the field vanishes. */
    StepsToConverge steps() {
        double least = Double.isNaN(numbers.gMin()) ? converged() : numbers.gMin();
        StopRule end = new StopRule.GradientBelow(least, numbers.maxSteps());
        return new StepsToConverge(new Sampler(new GradientDescent(residual().eta()), end));
    }

    /** A gradient norm that nearly all images of the set are below: what a field does at data. */
    private double converged() {
        double[] norms = scorer.score(List.of(new GradientNorm()), in, done -> {})[0];
        Arrays.sort(norms);
        return norms[(norms.length - 1) * CONVERGED_PERCENT / 100];
    }
}
