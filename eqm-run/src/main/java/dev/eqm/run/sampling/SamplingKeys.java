package dev.eqm.run.sampling;

import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.run.config.ConfigReader;
import dev.eqm.run.config.Given;
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
        return overGiven(base, settings.stream().map(Given::byKey).toList());
    }

    /** The same for values that were given by options of their own, which messages name. */
    public static Sampling overGiven(Sampling base, List<Given> settings) {
        return new ConfigReader(RunKinds.all()).readSection("sampling", base, settings);
    }

    /**
     * The same for a network, refusing what would have no effect on its samples.
     *
     * @param given in the order in which they are laid over {@code base}
     * @throws dev.eqm.run.UsageException for a setting that the chosen sampler does not look at
     * @throws dev.eqm.run.config.ConfigException with everything else that is wrong
     */
    public static Sampling over(
            Sampling base, ModelArchitecture network, List<GivenSetting> given) {
        List<Given> choices =
                given.stream()
                        .filter(g -> SamplingEffects.decides(g.plainKey()))
                        .map(GivenSetting::given)
                        .toList();
        SamplingEffects effects = SamplingEffects.of(overGiven(base, choices), network);
        given.forEach(effects::require);
        return overGiven(base, given.stream().map(GivenSetting::given).toList());
    }
}
