package dev.eqm.sample.sampler;

import static dev.eqm.core.check.Check.require;

/** When a sample has walked enough. It leaves the batch then; a run ends when all have left. */
@FunctionalInterface
public interface StopRule extends Ending {
    /**
     * Asked for every sample after every step that it made.
     *
     * @param steps updates made so far, at least 1
     * @param norm ‖∇E‖₂ over all entries of the sample, as its last step saw it; finite
     */
    boolean stops(int steps, double norm);

    @Override
    default boolean stops(int sample, int number, double norm) {
        return stops(number, norm);
    }

    @Override
    default StopReason reason() {
        return new StopReason.Stopped(this);
    }

    /** After so many updates every sample has stopped; step schedules stretch over them. */
    default int maximum() {
        return Integer.MAX_VALUE;
    }

    /** As configurations say it: {@code gMin} 0 for a fixed number of steps. */
    static StopRule of(int steps, double gMin) {
        return gMin == 0 ? new MaxSteps(steps) : new GradientBelow(gMin, steps);
    }

    /** After exactly so many updates. */
    record MaxSteps(int steps) implements StopRule {
        public MaxSteps {
            require(steps >= 1, "steps must be at least 1, got %s", steps);
        }

        @Override
        public boolean stops(int made, double norm) {
            return made >= steps;
        }

        @Override
        public boolean needsNorms(int made) {
            return made >= steps;
        }

        @Override
        public boolean letsSamplesLeave() {
            return false;
        }

        @Override
        public int maximum() {
            return steps;
        }
    }

    /**
     * Adaptive compute (Section 3.3): as soon as ‖∇E‖₂ &lt; g_min, at the latest after {@code
     * maximum} updates.
     *
     * @param gMin for the norm over all entries of a sample: it grows with √(C·H·W)
     */
    record GradientBelow(double gMin, int maximum) implements StopRule {
        public GradientBelow {
            require(
                    gMin > 0 && Double.isFinite(gMin),
                    "gMin must be positive and finite, got %s",
                    gMin);
            require(maximum >= 1, "maximum must be at least 1, got %s", maximum);
        }

        @Override
        public boolean stops(int made, double norm) {
            return reached(norm) || made >= maximum;
        }

        @Override
        public boolean reached(double norm) {
            return norm < gMin;
        }
    }
}
