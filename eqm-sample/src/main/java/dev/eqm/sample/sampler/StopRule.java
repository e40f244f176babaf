package dev.eqm.sample.sampler;

import static dev.eqm.core.rule.Rules.require;

/** When a sample has walked enough. A run ends when the rule holds for all its samples. */
@FunctionalInterface
public interface StopRule {
    /**
     * Asked for every sample after every step.
     *
     * @param steps updates made so far, at least 1
     * @param norm ‖∇E‖₂ over all entries of the sample, as its last step saw it; finite
     */
    boolean stops(int steps, double norm);

    /** After exactly so many updates. */
    record MaxSteps(int steps) implements StopRule {
        public MaxSteps {
            require(steps >= 1, "steps must be at least 1, got %s", steps);
        }

        @Override
        public boolean stops(int made, double norm) {
            return made >= steps;
        }
    }
}
