package dev.eqm.cli.run;

import static dev.eqm.core.rule.Rules.require;

import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.sampler.Nesterov;
import dev.eqm.sample.sampler.UpdateRule;

/**
 * How samples are made unless the command line says otherwise.
 *
 * @param rule the update rule
 * @param steps updates; the published "N steps" are N − 1 updates
 * @param cfg guidance scale; 1 is none
 * @param guidedChannels the first so many channels are guided; 0 is all, the published code guides
 *     3
 * @param batchSize samples at a time
 */
public record SamplingConfig(
        UpdateRule rule, int steps, double cfg, int guidedChannels, int batchSize) {
    /** The paper's 250 steps of NAG. */
    public static final SamplingConfig DEFAULT =
            new SamplingConfig(new Nesterov(0.003, 0.35), 250, 1, 0, 64);

    public SamplingConfig {
        require(steps >= 1, "steps must be at least 1, got %s", steps);
        require(batchSize >= 1, "batchSize must be at least 1, got %s", batchSize);
        require(cfg >= 0 && cfg < 1000, "cfg must lie in [0, 1000), got %s", cfg);
        require(guidedChannels >= 0, "guidedChannels must not be negative, got %s", guidedChannels);
    }

    /** The guidance. */
    public Guidance guidance() {
        return new Guidance(cfg, guidedChannels);
    }
}
