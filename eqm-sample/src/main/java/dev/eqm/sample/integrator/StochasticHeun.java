package dev.eqm.sample.integrator;

import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.VelocityField;
import dev.eqm.sample.sampler.Step;
import java.util.OptionalInt;

/**
 * Heun's method behind a step of noise, as published: x̂ = x + √(2w(t)h)·noise, then x ← x̂ +
 * h/2·(d(x̂, t) + d(x̂ + h·d(x̂, t), t + h)) with the drift d = v + w·score; two evaluations a
 * step. Components as in {@link Stochastic}.
 *
 * <p>The drift is written as in {@link EulerMaruyama}, with r at t and r₂ at t + h. Noise comes
 * first and is not corrected: w(t) is taken where the step begins, so w must be finite there.
 */
public record StochasticHeun(
        DiffusionForm diffusion, double norm, LastStep lastStep, double lastStepSize)
        implements Stochastic {
    public StochasticHeun {
        requireGiven("diffusion", diffusion, "lastStep", lastStep);
        Stochastic.requireValid(norm, lastStepSize);
    }

    @Override
    public Step move(VelocityField velocity, NDArray x, TimeStep time, NDArray noise) {
        double t = time.from();
        double to = time.to();
        double h = time.size();
        double r = pull(t);
        double r2 = pull(to);
        double spread = Math.sqrt(2 * diffusion.at(t, norm) * h);
        NDArray hat = Combination.of(x, new double[] {1, spread}, noise);
        NDArray v = velocity.velocity(hat, t);
        NDArray ahead = Combination.of(hat, new double[] {1 - h * r, h * (1 + r * t)}, v);
        NDArray v2 = velocity.velocity(ahead, to);
        double[] c = {1 - h / 2 * r, h / 2 * (1 + r * t), h / 2 * (1 + r2 * to), -h / 2 * r2};
        return new Step(Combination.of(hat, c, v, v2, ahead), v.neg(), new NDList());
    }

    @Override
    public OptionalInt evaluationsPerStep() {
        return OptionalInt.of(2);
    }
}
