package dev.eqm.sample.integrator;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.kernel.Traffic;
import dev.eqm.sample.sampler.SampleListener;
import dev.eqm.sample.sampler.SampleResult;
import dev.eqm.sample.sampler.Step;
import java.util.OptionalInt;

/**
 * The SDE samplers of SiT for Flow Matching: dx = (v + w·score) dt + √(2w) dW, whose marginals are
 * those of the ODE. On the path x_t = tx + (1−t)ε the score is (t·v − x)/(1 − t), so velocity and
 * score come from <b>one</b> call of the network; the published code calls it twice.
 *
 * <p>N steps are N updates: N − 1 with noise in equal steps over [0, 1 − s] ([0.001, 1 − s] for
 * {@link DiffusionForm#SBDM}), then the {@linkplain LastStep last} one of size s. With {@link
 * LastStep#NONE} all N have noise. The published {@code num_steps} is the same N.
 *
 * <p>Deviation: the published code begins SBDM at 0, where w is infinite, and without a last step
 * goes on to t = 1, where the score is 0/0.
 */
public sealed interface Stochastic extends Integrator permits EulerMaruyama, StochasticHeun {
    /** Of the seeds of noise: apart from those of other draws. */
    long STREAM = 0x5DE;

    /** w(t). */
    DiffusionForm diffusion();

    /** c, a factor of w. */
    double norm();

    /** What happens at 1 − s. */
    LastStep lastStep();

    /** s. */
    double lastStepSize();

    /** One step with noise. */
    Step move(VelocityField velocity, NDArray x, TimeStep time, NDArray noise);

    @Override
    default boolean needsFlow() {
        return true;
    }

    @Override
    default boolean drawsNoise() {
        return true;
    }

    @Override
    default void requireSteps(int steps) {
        require(
                steps >= (lastStep() == LastStep.NONE ? 1 : 2),
                "steps must be at least 2 for an SDE sampler with a last step, got %s",
                steps);
    }

    @Override
    default SampleResult run(
            VelocityField velocity,
            NDArray start,
            int steps,
            long[] seeds,
            SampleListener listener) {
        return with(StepNoise.SEEDED).run(velocity, start, steps, seeds, listener);
    }

    /** The same with noise from elsewhere. */
    default FixedStep with(StepNoise noise) {
        return new Noisy(this, noise);
    }

    /** Checks what all of them share. */
    static void requireValid(double norm, double lastStepSize) {
        require(
                norm >= 0 && Double.isFinite(norm),
                "norm must be finite and not negative, got %s",
                norm);
        require(
                lastStepSize > 0 && lastStepSize < 0.9,
                "lastStepSize must lie in (0, 0.9), got %s",
                lastStepSize);
    }

    /** r = w/(1 − t), the weight of (t·v − x) in the drift: v + w·score = (1 + rt)·v − r·x. */
    default double pull(double t) {
        return diffusion().at(t, norm()) / (1 - t);
    }

    /**
     * An SDE sampler in the loop: its memory is the seeds.
     *
     * @param sde what moves
     * @param noise where noise comes from
     */
    record Noisy(Stochastic sde, StepNoise noise) implements FixedStep {
        @Override
        public NDList init(NDArray x, NDArray seeds) {
            return new NDList(seeds);
        }

        @Override
        public boolean needsFlow() {
            return true;
        }

        @Override
        public boolean drawsNoise() {
            return true;
        }

        @Override
        public OptionalInt evaluationsPerStep() {
            return sde.evaluationsPerStep();
        }

        @Override
        public void requireSteps(int steps) {
            sde.requireSteps(steps);
        }

        @Override
        public TimeStep time(int number, int steps) {
            double begin = sde.diffusion().start();
            double end = 1 - sde.lastStepSize();
            int noisy = sde.lastStep() == LastStep.NONE ? steps : steps - 1;
            if (number > noisy) {
                return new TimeStep(number, end, 1);
            }
            double h = (end - begin) / noisy;
            return new TimeStep(number, begin + (number - 1) * h, begin + number * h);
        }

        @Override
        public Step step(VelocityField velocity, NDArray x, TimeStep time, NDList state) {
            if (time.to() == 1) {
                return last(velocity, x, time, state);
            }
            NDArray drawn = noise.of(time.number(), x, Traffic.longs(state.head()));
            Step step = sde.move(velocity, x, time, drawn);
            return new Step(step.x(), step.gradient(), state);
        }

        /** Without noise, by the formulas of {@link LastStep}; with none there is no such step. */
        private Step last(VelocityField velocity, NDArray x, TimeStep time, NDList state) {
            double t = time.from();
            double s = sde.lastStepSize();
            double r = sde.pull(t);
            NDArray v = velocity.velocity(x, t);
            double[] c =
                    switch (sde.lastStep()) {
                        case MEAN -> new double[] {1 - s * r, s * (1 + r * t)};
                        case TWEEDIE -> new double[] {1, 1 - t};
                        case EULER, NONE -> new double[] {1, s};
                    };
            return new Step(Combination.of(x, c, v), v.neg(), state);
        }
    }
}
