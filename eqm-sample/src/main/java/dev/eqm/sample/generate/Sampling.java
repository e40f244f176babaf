package dev.eqm.sample.generate;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.models.nn.ModelArchitecture;
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
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How samples are made: the section {@code sampling} of a configuration, and what commands,
 * sessions, sweeps and previews work with. {@link #on} makes it the method for a network.
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
    public static final Sampling DEFAULT = of(new Nesterov(0.003, 0.35), 250, 64);

    public Sampling {
        requireGiven(
                "rule", rule, "schedule", schedule, "method", method, "integrator", integrator);
        require(steps >= 1, "steps must be at least 1, got %s", steps);
        require(
                gMin >= 0 && Double.isFinite(gMin),
                "gMin must be finite and not negative, got %s",
                gMin);
        require(batchSize >= 1, "batchSize must be at least 1, got %s", batchSize);
        require(cfg >= 0 && cfg < 1000, "cfg must lie in [0, 1000), got %s", cfg);
        require(guidedChannels >= 0, "guidedChannels must not be negative, got %s", guidedChannels);
    }

    /**
     * By a rule, with one step size and without guidance or an early end; by Heun's method in time.
     */
    private static Sampling of(UpdateRule rule, int steps, int batchSize) {
        StepSchedule same = new ConstantStep();
        return new Sampling(rule, same, steps, 0, 1, 0, batchSize, MethodChoice.AUTO, new Heun());
    }

    /**
     * The method for a network: {@link MethodChoice#AUTO} integrates one that sees time and
     * descends any other.
     *
     * @throws dev.eqm.core.check.BrokenRuleException if an integrator, which ends at t = 1, is to
     *     stop at gMin
     */
    public Method on(ModelArchitecture network) {
        return integrates(network)
                ? new FollowVelocity(integration())
                : new DescendField(sampler());
    }

    /** The way of samples that descend. */
    public Sampler sampler() {
        return new Sampler(rule, schedule, StopRule.of(steps, gMin));
    }

    /**
     * The way of samples that follow a velocity.
     *
     * @throws dev.eqm.core.check.BrokenRuleException as {@link #on}, or if the integrator cannot
     *     make so many steps
     */
    public Integration integration() {
        require(
                gMin == 0,
                "gMin works only with update rules, since an integrator always ends at t = 1: remove it, got %s",
                gMin);
        return new Integration(integrator, steps);
    }

    /** Whether samples of such a network follow a velocity. */
    public boolean integrates(ModelArchitecture network) {
        return method == MethodChoice.INTEGRATE
                || (method == MethodChoice.AUTO && network.timeConditional());
    }

    /**
     * NFE of a sample of such a network: evaluations in all steps, two for each guided answer.
     *
     * @return empty where it depends on the sample
     */
    public OptionalLong evaluations(ModelArchitecture network) {
        OptionalInt perStep =
                integrates(network)
                        ? integrator.evaluationsPerStep()
                        : gMin > 0 ? OptionalInt.empty() : rule.evaluationsPerStep();
        long rows = guidance().needsNullLabel() ? 2 : 1;
        return perStep.isPresent()
                ? OptionalLong.of(rows * steps * perStep.getAsInt())
                : OptionalLong.empty();
    }

    /** The guidance. */
    public Guidance guidance() {
        return new Guidance(cfg, guidedChannels);
    }

    /** Descends, whatever the network, by another rule. */
    public Sampling withRule(UpdateRule other) {
        MethodChoice descend = MethodChoice.DESCEND;
        return new Sampling(
                other, schedule, steps, gMin, cfg, guidedChannels, batchSize, descend, integrator);
    }

    /** Follows the velocity, whatever the network, by another integrator. */
    public Sampling withIntegrator(Integrator other) {
        MethodChoice follow = MethodChoice.INTEGRATE;
        return new Sampling(
                rule, schedule, steps, gMin, cfg, guidedChannels, batchSize, follow, other);
    }

    /** Another number of updates, or of the most of them. */
    public Sampling withSteps(int other) {
        return new Sampling(
                rule, schedule, other, gMin, cfg, guidedChannels, batchSize, method, integrator);
    }

    /** Another threshold of the gradient norm below which a sample is finished; 0 for none. */
    public Sampling withGMin(double other) {
        return new Sampling(
                rule, schedule, steps, other, cfg, guidedChannels, batchSize, method, integrator);
    }

    /** Another guidance. */
    public Sampling withGuidance(Guidance other) {
        double scale = other.scale();
        int k = other.channels();
        return new Sampling(rule, schedule, steps, gMin, scale, k, batchSize, method, integrator);
    }

    /** So many samples at a time: a matter of memory and speed, not of results. */
    public Sampling withBatchSize(int other) {
        return new Sampling(
                rule, schedule, steps, gMin, cfg, guidedChannels, other, method, integrator);
    }

    /** As {@code sampling.json} and reports have said it from the beginning. */
    @Override
    public String toString() {
        String all =
                "SamplingConfig[rule=%s, schedule=%s, steps=%s, gMin=%s, cfg=%s, guidedChannels=%s, batchSize=%s, method=%s, integrator=%s]";
        return all.formatted(
                rule, schedule, steps, gMin, cfg, guidedChannels, batchSize, method, integrator);
    }
}
