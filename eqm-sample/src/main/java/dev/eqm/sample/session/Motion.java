package dev.eqm.sample.session;

import static dev.eqm.core.check.Check.require;

import dev.eqm.sample.generate.DescendField;
import dev.eqm.sample.generate.FollowVelocity;
import dev.eqm.sample.generate.Method;
import dev.eqm.sample.integrator.Integration;
import dev.eqm.sample.integrator.Integrator;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;
import dev.eqm.sample.sampler.UpdateRule;

/** How the noise of a request becomes pictures. */
public sealed interface Motion {
    /**
     * For a generation run.
     *
     * @param gMin as in {@link SessionSettings}
     */
    Method method(int steps, double gMin);

    /** Frames of a run can be taken after 0 to so many steps. */
    int reports(int steps);

    /**
     * Checks that so many steps can be made, to such a threshold.
     *
     * @throws IllegalArgumentException with the rule that is broken
     */
    void requireFits(int steps, double gMin);

    /** Down the field of a network that sees no time. */
    record Descend(UpdateRule rule) implements Motion {
        @Override
        public Method method(int steps, double gMin) {
            return new DescendField(new Sampler(rule, StopRule.of(steps, gMin)));
        }

        @Override
        public int reports(int steps) {
            return steps;
        }

        @Override
        public void requireFits(int steps, double gMin) {}
    }

    /** Along −∇E from t = 0 to t = 1: any network, but the way to sample one that sees time. */
    record Follow(Integrator integrator) implements Motion {
        @Override
        public Method method(int steps, double gMin) {
            return new FollowVelocity(new Integration(integrator, steps));
        }

        @Override
        public int reports(int steps) {
            return integrator.reports(steps);
        }

        @Override
        public void requireFits(int steps, double gMin) {
            require(
                    gMin == 0,
                    "gMin is for update rules, an integrator ends at t = 1: set it to 0, got %s",
                    gMin);
            integrator.requireSteps(steps);
        }
    }
}
