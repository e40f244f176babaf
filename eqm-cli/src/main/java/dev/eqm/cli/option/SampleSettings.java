package dev.eqm.cli.option;

import dev.eqm.run.sampling.SamplingKeys;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.integrator.Integrators;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * How to sample: options that override what the run's configuration says.
 *
 * <p>Shared by {@code sample}, {@code evaluate} and, through {@link SheetOptions}, by all commands
 * that make a sheet. No flag has a default of its own: what is not given stays as the run's
 * configuration has it.
 *
 * <p>Values are texts, not numbers: they become {@code key=value} and go through the reader of
 * configuration files, which checks them and names what is wrong. {@code --set} comes last and
 * wins.
 */
public final class SampleSettings {
    @Option(
            names = "--sampler",
            paramLabel = "NAME",
            description =
                    "Update rule (${bundle:catalogue.rules}) or integrator over [0, 1]"
                            + " (${bundle:catalogue.integrators}); values without an option of their"
                            + " own by --set rule.NAME=VALUE.")
    private String sampler;

    @Option(
            names = {"--steps", "--max-steps"},
            paramLabel = "N",
            description = "Updates; with --g-min the most of them.")
    private String steps;

    @Option(
            names = "--g-min",
            paramLabel = "G",
            description =
                    "A sample is finished as soon as its gradient norm is below G, and leaves the"
                            + " batch; 0: after all steps. For update rules.")
    private String gMin;

    @Option(
            names = "--schedule",
            paramLabel = "NAME",
            description =
                    "Of a rule's step size over the steps: ${bundle:catalogue.schedules}; its"
                            + " values by --set schedule.NAME=VALUE.")
    private String schedule;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Overrides one value of the configuration's sampling, e.g. --set rule.beta1=0.9;"
                            + " repeatable.")
    private List<String> more = new ArrayList<>();

    @Option(
            names = "--eta",
            paramLabel = "ETA",
            description = "Step size of a rule; of euler: in the states alone, 0 is 1/N.")
    private String eta;

    @Option(
            names = "--mu",
            paramLabel = "MU",
            description = "Momentum of nag, nesterov and heavy-ball.")
    private String mu;

    @Option(names = "--rtol", paramLabel = "R", description = "Relative tolerance of dopri5.")
    private String rtol;

    @Option(names = "--atol", paramLabel = "A", description = "Absolute tolerance of dopri5.")
    private String atol;

    @Option(
            names = "--diffusion",
            paramLabel = "FORM",
            description = "Of SDE samplers: ${bundle:catalogue.diffusions}.")
    private String diffusion;

    @Option(names = "--diffusion-norm", paramLabel = "C", description = "Factor of the diffusion.")
    private String diffusionNorm;

    @Option(
            names = "--last-step",
            paramLabel = "KIND",
            description = "Of SDE samplers: ${bundle:catalogue.last-steps}.")
    private String lastStep;

    @Option(
            names = "--last-step-size",
            paramLabel = "S",
            description = "Time that the last step of an SDE sampler covers.")
    private String lastStepSize;

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
    public Sampling over(Sampling base) {
        List<String> settings = new ArrayList<>();
        boolean integrates = sampler != null && Integrators.examples().containsKey(sampler);
        add(settings, integrates ? "integrator.kind" : "rule.kind", sampler);
        if (sampler != null) {
            add(settings, "method", integrates ? "integrate" : "descend");
        }
        add(settings, integrates ? "integrator.eta" : "rule.eta", eta);
        add(settings, "integrator.rtol", rtol);
        add(settings, "integrator.atol", atol);
        add(settings, "integrator.diffusion", diffusion);
        add(settings, "integrator.norm", diffusionNorm);
        add(settings, "integrator.lastStep", lastStep);
        add(settings, "integrator.lastStepSize", lastStepSize);
        add(settings, "rule.mu", mu);
        add(settings, "steps", steps);
        add(settings, "gMin", gMin);
        add(settings, "schedule.kind", schedule);
        add(settings, "cfg", cfg);
        add(settings, "guidedChannels", guidedChannels);
        add(settings, "batchSize", batch);
        settings.addAll(more);
        Sampling sampling = SamplingKeys.over(base, settings);
        return stepsAsPublished ? sampling.withSteps(sampling.steps() - 1) : sampling;
    }

    /** An option that was not given leaves the configured value alone. */
    private static void add(List<String> settings, String key, String value) {
        if (value != null) {
            settings.add(key + "=" + value);
        }
    }
}
