package dev.eqm.run.sampling;

import dev.eqm.run.config.ConfigReader;
import dev.eqm.run.settings.RunKinds;
import dev.eqm.sample.generate.Sampling;
import java.util.List;

/** Overrides of how samples are made, written as {@code key=value}. */
public final class SamplingKeys {
    private SamplingKeys() {}

    /**
     * Lays settings over a way of sampling; the same checks as for a configuration file.
     *
     * @param settings keys as in a run's configuration, {@code sampling.rule.eta=0.01}, or without
     *     the root, {@code rule.eta=0.01}
     * @throws dev.eqm.run.config.ConfigException with everything that is wrong
     */
    public static Sampling over(Sampling base, List<String> settings) {
        return new ConfigReader(RunKinds.all()).readSection("sampling", base, settings);
    }
}
