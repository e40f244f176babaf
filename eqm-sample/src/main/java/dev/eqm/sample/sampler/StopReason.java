package dev.eqm.sample.sampler;

import dev.eqm.core.check.Setting;
import java.util.Locale;

/** Why a run ended: an end is a value, not an exception. */
public sealed interface StopReason {
    /** One sentence for people. */
    String describe();

    /** The stop rule held for every sample: the states are samples. */
    record Stopped(StopRule by) implements StopReason {
        @Override
        public String describe() {
            return "stopped by " + by;
        }
    }

    /** Every sample has come to t = 1, in steps of its own: the states are samples. */
    record Arrived() implements StopReason {
        @Override
        public String describe() {
            return "arrived at t = 1";
        }
    }

    /**
     * An adaptive integrator could not keep its tolerance: the states are not samples.
     *
     * @param sample the first row that failed, from 0
     * @param time where it is
     * @param stepSize the step it would have to try next
     * @param tried steps of that row, rejected ones included
     */
    record Unsolved(int sample, double time, double stepSize, int tried) implements StopReason {
        @Override
        public String describe() {
            return String.format(
                    Locale.ROOT,
                    "sample %d reached only t = %.4g in %d steps, and the next step would be "
                            + "%.3g; choose larger tolerances (rtol, atol) or more maxSteps",
                    sample,
                    time,
                    tried,
                    stepSize);
        }
    }

    /**
     * A gradient or a state is no longer finite: the states are not samples, decode none of them.
     *
     * @param step the update that failed, from 1
     * @param sample the first row that failed, from 0
     * @param gradientNorm ‖∇E‖ of that row in that step
     * @param stateNorm ‖x‖ of that row, before the step if the gradient is to blame, else after it
     */
    record Diverged(int step, int sample, double gradientNorm, double stateNorm)
            implements StopReason {
        @Override
        public String describe() {
            boolean atOnce = step == 1 && !Double.isFinite(gradientNorm);
            String said =
                    "sample %d diverged at step %d: gradient norm %.4g, state norm %.4g; "
                            + (atOnce
                                    ? "the network's first output is not finite: check its weights ("
                                            + Setting.command("inspect")
                                            + ")"
                                    : "choose a smaller eta, or check the weights");
            return String.format(Locale.ROOT, said, sample, step, gradientNorm, stateNorm);
        }
    }
}
