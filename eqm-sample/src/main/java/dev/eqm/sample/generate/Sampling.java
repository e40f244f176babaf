package dev.eqm.sample.generate;

import static dev.eqm.core.check.Check.require;

import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.integrator.Heun;
import dev.eqm.sample.integrator.Integration;
import dev.eqm.sample.integrator.Integrator;
import dev.eqm.sample.sampler.ConstantStep;
import dev.eqm.sample.sampler.Nesterov;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StepSchedule;
import dev.eqm.sample.sampler.StopRule;
import dev.eqm.sample.sampler.UpdateRule;

/**
 * How samples are made unless the command line says otherwise.
 *
 * @param rule the update rule
 * @param schedule how its step size changes over the steps
 * @param steps updates, or the most of them if {@code gMin} is given; the published "N steps" are N
 *     − 1 updates
 * @param gMin a sample is finished as soon as ‖∇E‖ &lt; gMin, the norm over all its entries; 0:
 *     after all steps
 * @param cfg guidance scale; 1 is none
 * @param guidedChannels the first so many channels are guided; 0 is all, the published code guides
 *     3
 * @param batchSize samples at a time
 * @param method auto: networks that see time are integrated, others descended
 * @param integrator how a velocity is followed from t = 0 to t = 1 in so many steps
 */
public record Sampling(
        UpdateRule rule,
        StepSchedule schedule,
        int steps,
        double gMin,
        double cfg,
        int guidedChannels,
        int batchSize,
        MethodChoice method,
        Integrator integrator) {
    /** The paper's 250 steps of NAG. */
    public static final Sampling DEFAULT =
            new Sampling(
                    new Nesterov(0.003, 0.35),
                    new ConstantStep(),
                    250,
                    0,
                    1,
                    0,
                    64,
                    MethodChoice.AUTO,
                    new Heun());

    public Sampling {
        require(steps >= 1, "steps must be at least 1, got %s", steps);
        require(gMin >= 0 && Double.isFinite(gMin), "gMin must not be negative, got %s", gMin);
        require(batchSize >= 1, "batchSize must be at least 1, got %s", batchSize);
        require(cfg >= 0 && cfg < 1000, "cfg must lie in [0, 1000), got %s", cfg);
        require(guidedChannels >= 0, "guidedChannels must not be negative, got %s", guidedChannels);
    }

    /**
     * How samples of a network are made.
     *
     * @throws IllegalArgumentException if an integrator, which ends at t = 1, is to stop at gMin
     */
    public Method methodFor(boolean timeConditional) {
        if (integrates(timeConditional)) {
            require(
                    gMin == 0,
                    "gMin is for update rules; an integrator ends at t = 1: leave it out, got %s",
                    gMin);
            return new FollowVelocity(new Integration(integrator, steps));
        }
        return new DescendField(sampler());
    }

    /** How a batch descends. */
    public Sampler sampler() {
        return new Sampler(rule, schedule, StopRule.of(steps, gMin));
    }

    /** How often a listener hears of a batch. */
    public int reports(boolean timeConditional) {
        return integrates(timeConditional) ? integrator.reports(steps) : steps;
    }

    /** What the steps of such a network's samples are called in reports. */
    public String stepWord(boolean timeConditional) {
        return integrates(timeConditional) ? integrator.stepWord() : "updates";
    }

    /** Whether samples of such a network follow a velocity. */
    public boolean integrates(boolean timeConditional) {
        return method == MethodChoice.INTEGRATE || (method == MethodChoice.AUTO && timeConditional);
    }

    /** The guidance. */
    public Guidance guidance() {
        return new Guidance(cfg, guidedChannels);
    }

    /** As {@code sampling.json} and reports have said it from the beginning. */
    @Override
    public String toString() {
        return "SamplingConfig[rule=%s, schedule=%s, steps=%s, gMin=%s, cfg=%s, guidedChannels=%s, batchSize=%s, method=%s, integrator=%s]"
                .formatted(
                        rule,
                        schedule,
                        steps,
                        gMin,
                        cfg,
                        guidedChannels,
                        batchSize,
                        method,
                        integrator);
    }
}
