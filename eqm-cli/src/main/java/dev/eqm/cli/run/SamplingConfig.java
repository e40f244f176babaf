package dev.eqm.cli.run;

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
        if (steps < 1) {
            throw new IllegalArgumentException("steps must be at least 1, got " + steps);
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize must be at least 1, got " + batchSize);
        }
        if (!(cfg >= 0 && cfg < 1000)) {
            throw new IllegalArgumentException("cfg must lie in [0, 1000), got " + cfg);
        }
        if (guidedChannels < 0) {
            throw new IllegalArgumentException(
                    "guidedChannels must not be negative, got " + guidedChannels);
        }
    }

    /** The guidance. */
    public Guidance guidance() {
        return new Guidance(cfg, guidedChannels);
    }
}
