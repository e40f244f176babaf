package dev.eqm.sample.integrator;

import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.VelocityField;
import dev.eqm.sample.sampler.Step;
import java.util.OptionalInt;

/**
 * Euler–Maruyama: x ← x + h·(v + w·score) + √(2wh)·noise, one evaluation a step. Components as in
 * {@link Stochastic}.
 *
 * <p>With r = w/(1 − t) the drift v + w·score is (1 + rt)·v − r·x, so a step is x(1 − hr) + h(1 +
 * rt)·v + √(2wh)·noise: one combination of three arrays. Because w depends on t alone, the error of
 * a path is of order 1 in h, as that of Euler.
 */
public record EulerMaruyama(
        DiffusionForm diffusion, double norm, LastStep lastStep, double lastStepSize)
        implements Stochastic {
    public EulerMaruyama {
        requireGiven("diffusion", diffusion, "lastStep", lastStep);
        Stochastic.requireValid(norm, lastStepSize);
    }

    @Override
    public Step move(VelocityField velocity, NDArray x, TimeStep time, NDArray noise) {
        double t = time.from();
        double h = time.size();
        double r = pull(t);
        NDArray v = velocity.velocity(x, t);
        double[] c = {1 - h * r, h * (1 + r * t), Math.sqrt(2 * diffusion.at(t, norm) * h)};
        return new Step(Combination.of(x, c, v, noise), v.neg(), new NDList());
    }

    @Override
    public OptionalInt evaluationsPerStep() {
        return OptionalInt.of(1);
    }
}
