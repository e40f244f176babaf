package dev.eqm.cli.command;

import dev.eqm.cli.config.ConfigReader;
import dev.eqm.cli.run.RunKinds;
import dev.eqm.cli.run.SamplingConfig;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How to sample: options that override what the run's configuration says. */
final class SampleSettings {
    @Option(names = "--sampler", paramLabel = "NAME", description = "Update rule: gd or nag.")
    private String sampler;

    @Option(names = "--steps", paramLabel = "N", description = "Updates.")
    private String steps;

    @Option(names = "--eta", paramLabel = "ETA", description = "Step size.")
    private String eta;

    @Option(names = "--mu", paramLabel = "MU", description = "Momentum of nag.")
    private String mu;

    @Option(names = "--cfg", paramLabel = "SCALE", description = "Guidance scale; 1 is none.")
    private String cfg;

    @Option(
            names = "--guided-channels",
            paramLabel = "K",
            description = "Guide the first K channels; 0 is all, the published code guides 3.")
    private String guidedChannels;

    @Option(names = "--batch", paramLabel = "N", description = "Samples at a time.")
    private String batch;

    @Option(
            names = "--steps-as-published",
            description = "Count as the published code does: N steps are N - 1 updates.")
    private boolean stepsAsPublished;

    /** The options laid over the run's settings; the same checks as for a configuration file. */
    SamplingConfig over(SamplingConfig base) {
        List<String> settings = new ArrayList<>();
        add(settings, "rule.kind", sampler);
        add(settings, "rule.eta", eta);
        add(settings, "rule.mu", mu);
        add(settings, "steps", steps);
        add(settings, "cfg", cfg);
        add(settings, "guidedChannels", guidedChannels);
        add(settings, "batchSize", batch);
        SamplingConfig config = new ConfigReader(RunKinds.all()).read(base, settings);
        if (!stepsAsPublished) {
            return config;
        }
        return new SamplingConfig(
                config.rule(),
                config.steps() - 1,
                config.cfg(),
                config.guidedChannels(),
                config.batchSize());
    }

    private static void add(List<String> settings, String key, String value) {
        if (value != null) {
            settings.add(key + "=" + value);
        }
    }
}
