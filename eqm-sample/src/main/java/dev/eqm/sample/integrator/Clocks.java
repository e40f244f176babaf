package dev.eqm.sample.integrator;

import dev.eqm.sample.sampler.Ending;
import dev.eqm.sample.sampler.Loop;
import dev.eqm.sample.sampler.Step;
import dev.eqm.sample.sampler.StopReason;
import java.util.Optional;

/**
 * The time and the step size of every sample of one run of {@link DormandPrince}. A sample leaves
 * at t = 1; one that gets no further ends the run.
 *
 * <p>After a step of error e, in units of the tolerance, the next size is h·0.9·e^(−⅕): the error
 * of a method of order 5 with an estimate of order 4 grows with h⁵, and the factor 0.9 leaves room.
 * It changes by a factor in [0.2, 10], and a step that was refused is tried again smaller, never
 * larger. Times are doubles whatever the type of the states.
 *
 * <p>Numbered by sample of the batch, whoever has left: restrictions of a run share its clocks.
 */
final class Clocks implements Ending {
    /** A sample that would have to step less than this is stuck: float32 states no longer move. */
    private static final double SMALLEST_STEP = 1e-10;

    private static final double SAFETY = 0.9;
    private static final double LEAST = 0.2;
    private static final double MOST = 10;

    private final int maxSteps;
    private final double[] times;
    private final double[] sizes;
    private final int[] steps;
    private final int[] rejected;

    Clocks(int maxSteps, int samples) {
        this.maxSteps = maxSteps;
        times = new double[samples];
        sizes = new double[samples];
        steps = new int[samples];
        rejected = new int[samples];
    }

    /** The step size that a sample tries first. */
    void begin(int sample, double h) {
        sizes[sample] = h;
    }

    double time(int sample) {
        return times[sample];
    }

    /**
     * The step that a sample tries next, no further than t = 1. A step that would end within
     * rounding of t = 1 goes all the way, lest a last one of size 1e-16 be needed.
     */
    double next(int sample) {
        double left = 1 - times[sample];
        return sizes[sample] >= left * (1 - 1e-9) ? left : sizes[sample];
    }

    /** A step of size h was made, or refused because of its error. */
    void advance(int sample, double h, double error, boolean accepted) {
        double factor = Double.isFinite(error) ? SAFETY * Math.pow(error, -0.2) : LEAST;
        double most = accepted ? MOST : 1;
        sizes[sample] = h * Math.max(LEAST, Math.min(most, factor));
        if (accepted) {
            steps[sample]++;
            double left = 1 - times[sample];
            times[sample] = h == left ? 1 : times[sample] + h;
        } else {
            rejected[sample]++;
        }
    }

    boolean arrived(int sample) {
        return times[sample] >= 1;
    }

    @Override
    public boolean stops(int sample, int number, double norm) {
        return arrived(sample);
    }

    @Override
    public int updates(int sample, int number) {
        return steps[sample];
    }

    @Override
    public int rejected(int sample) {
        return rejected[sample];
    }

    /** Asked by the loop: of the rows that have just moved. */
    @Override
    public Optional<StopReason> trouble(Step step, double[] norms) {
        return trouble(step.rows(), norms, Loop.norms(step.x()));
    }

    /**
     * What ends the run.
     *
     * @param samples who moves
     * @param slopes ‖v‖ of each
     * @param states ‖x‖ of each
     */
    Optional<StopReason> trouble(int[] samples, double[] slopes, double[] states) {
        for (int i = 0; i < samples.length; i++) {
            if (!Double.isFinite(slopes[i]) || !Double.isFinite(states[i])) {
                int step = Math.max(1, steps[samples[i]]);
                return Optional.of(new StopReason.Diverged(step, samples[i], slopes[i], states[i]));
            }
        }
        for (int sample : samples) {
            int tried = steps[sample] + rejected[sample];
            boolean stuck = sizes[sample] < SMALLEST_STEP || tried >= maxSteps;
            if (!arrived(sample) && stuck) {
                return Optional.of(
                        new StopReason.Unsolved(sample, times[sample], sizes[sample], tried));
            }
        }
        return Optional.empty();
    }

    @Override
    public StopReason reason() {
        return new StopReason.Arrived();
    }
}
