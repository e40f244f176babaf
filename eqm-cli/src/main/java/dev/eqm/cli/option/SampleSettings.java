package dev.eqm.cli.option;

import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.run.UsageException;
import dev.eqm.run.config.Names;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.sampling.GivenSetting;
import dev.eqm.run.sampling.SamplingKeys;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.integrator.Integrators;
import dev.eqm.sample.sampler.UpdateRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
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
@Group(OptionGroup.SAMPLER)
public final class SampleSettings {
    @Option(
            names = "--sampler",
            paramLabel = "NAME",
            description =
                    "An update rule (${bundle:catalogue.rules}) or an integrator over [0, 1] "
                            + "(${bundle:catalogue.integrators}). Values without an option of their own are set by --set "
                            + "rule.NAME=VALUE.")
    private String sampler;

    @Option(
            names = {"--steps", "--max-steps"},
            paramLabel = "N",
            description = "Number of updates; with --g-min, the maximum.")
    private String steps;

    @Option(
            names = "--g-min",
            paramLabel = "G",
            description =
                    "A sample is finished, and leaves the batch, as soon as its gradient norm "
                            + "is below G; 0: all samples take all steps. Only for update rules.")
    private String gMin;

    @Option(
            names = "--schedule",
            paramLabel = "NAME",
            description =
                    "How the step size of a rule changes over the steps: "
                            + "${bundle:catalogue.schedules}. Its values are set by --set "
                            + "schedule.NAME=VALUE.")
    private String schedule;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Overrides one value of the sampling configuration, e.g. --set rule.beta1=0.9; repeatable.")
    private List<String> more = new ArrayList<>();

    @Option(
            names = "--eta",
            paramLabel = "ETA",
            description =
                    "Step size of an update rule; for euler, the step size of the states only (0 means 1/N).")
    private String eta;

    @Option(
            names = "--mu",
            paramLabel = "MU",
            description = "Momentum of nag, nesterov and heavy-ball.")
    private String mu;

    @Group(OptionGroup.STOCHASTIC)
    @Option(names = "--rtol", paramLabel = "R", description = "Relative tolerance of dopri5.")
    private String rtol;

    @Group(OptionGroup.STOCHASTIC)
    @Option(names = "--atol", paramLabel = "A", description = "Absolute tolerance of dopri5.")
    private String atol;

    @Group(OptionGroup.STOCHASTIC)
    @Option(
            names = "--diffusion",
            paramLabel = "FORM",
            description =
                    "For SDE samplers, the form of the diffusion: ${bundle:catalogue.diffusions}.")
    private String diffusion;

    @Group(OptionGroup.STOCHASTIC)
    @Option(
            names = "--diffusion-norm",
            paramLabel = "C",
            description = "For SDE samplers, the factor of the diffusion.")
    private String diffusionNorm;

    @Group(OptionGroup.STOCHASTIC)
    @Option(
            names = "--last-step",
            paramLabel = "KIND",
            description = "For SDE samplers, the last step: ${bundle:catalogue.last-steps}.")
    private String lastStep;

    @Group(OptionGroup.STOCHASTIC)
    @Option(
            names = "--last-step-size",
            paramLabel = "S",
            description = "For SDE samplers, the time that the last step covers.")
    private String lastStepSize;

    @Group(OptionGroup.GUIDANCE)
    @Option(
            names = "--cfg",
            paramLabel = "SCALE",
            description = "Guidance scale; 1 means no guidance.")
    private String cfg;

    @Group(OptionGroup.GUIDANCE)
    @Option(
            names = "--guided-channels",
            paramLabel = "K",
            description =
                    "Guides only the first K channels (the published code guides 3); 0 means all.")
    private String guidedChannels;

    @Group(OptionGroup.MACHINE)
    @Option(names = "--batch", paramLabel = "N", description = "Batch size.")
    private String batch;

    @Option(
            names = "--steps-as-published",
            description = "Counts steps as the published code does: N steps are N - 1 updates.")
    private boolean stepsAsPublished;

    /**
     * Refuses numbers that no model could make right, before one is looked for. Whether a number
     * fits the rule or the network, and the values of {@code --set}, are checked with the model.
     */
    public void check() {
        atLeast("--steps", steps, 1);
        atLeast("--batch", batch, 1);
        atLeast("--guided-channels", guidedChannels, 0);
        atLeast("--g-min", gMin, 0);
        atLeast("--eta", eta, 0);
        atLeast("--rtol", rtol, 0);
        atLeast("--atol", atol, 0);
        atLeast("--last-step-size", lastStepSize, 0);
        for (String[] any : new String[][] {{"--cfg", cfg}, {"--mu", mu}}) {
            atLeast(any[0], any[1], Double.NEGATIVE_INFINITY);
        }
    }

    /** Texts are numbers here; the reader of configurations tells whether they are whole. */
    private static void atLeast(String option, String text, double least) {
        if (text == null) {
            return;
        }
        boolean any = least == Double.NEGATIVE_INFINITY;
        String rule = any ? "must be a finite number" : "must be at least " + (long) least;
        try {
            double value = Double.parseDouble(text);
            Usage.require(
                    Double.isFinite(value) && value >= least, "%s %s, got %s", option, rule, text);
        } catch (NumberFormatException e) {
            throw new UsageException(option + " must be a number, got " + text, e);
        }
    }

    /**
     * The options laid over the settings of a model; the same checks as for a configuration file.
     *
     * @throws dev.eqm.run.UsageException for an option that has no effect on the model's samples
     */
    public Sampling over(FoundModel found) {
        ModelArchitecture network = found.architecture();
        Sampling base = found.config().sampling();
        Sampling sampling = SamplingKeys.over(base, network, given(base, network));
        return stepsAsPublished ? sampling.withSteps(sampling.steps() - 1) : sampling;
    }

    /** Whether one of them was given. */
    public boolean isGiven() {
        return stepsAsPublished
                || !more.isEmpty()
                || Stream.of(
                                sampler,
                                eta,
                                rtol,
                                atol,
                                diffusion,
                                diffusionNorm,
                                lastStep,
                                lastStepSize,
                                mu,
                                steps,
                                gMin,
                                schedule,
                                cfg,
                                guidedChannels,
                                batch)
                        .anyMatch(Objects::nonNull);
    }

    private List<GivenSetting> given(Sampling base, ModelArchitecture network) {
        List<GivenSetting> all = new ArrayList<>();
        boolean integrates =
                sampler == null
                        ? base.integrates(network)
                        : Integrators.examples().containsKey(sampler);
        requireKnown(integrates);
        add(all, "--sampler", integrates ? "integrator.kind" : "rule.kind", sampler);
        if (sampler != null) {
            add(all, "--sampler", "method", integrates ? "integrate" : "descend");
        }
        add(all, "--eta", integrates ? "integrator.eta" : "rule.eta", eta);
        add(all, "--rtol", "integrator.rtol", rtol);
        add(all, "--atol", "integrator.atol", atol);
        add(all, "--diffusion", "integrator.diffusion", diffusion);
        add(all, "--diffusion-norm", "integrator.norm", diffusionNorm);
        add(all, "--last-step", "integrator.lastStep", lastStep);
        add(all, "--last-step-size", "integrator.lastStepSize", lastStepSize);
        add(all, "--mu", "rule.mu", mu);
        String published = stepsAsPublished ? Integer.toString(base.steps()) : null;
        add(all, "--steps-as-published", "steps", published); // refused where steps are not counted
        add(all, "--steps", "steps", steps);
        add(all, "--g-min", "gMin", gMin);
        add(all, "--schedule", "schedule.kind", schedule);
        add(all, "--cfg", "cfg", cfg);
        add(all, "--guided-channels", "guidedChannels", guidedChannels);
        add(all, "--batch", "batchSize", batch);
        all.addAll(GivenSetting.all("--set", more));
        return all;
    }

    /** {@code --sampler} chooses from two catalogues; a wrong name is told all of both. */
    private void requireKnown(boolean integrates) {
        Set<String> rules = UpdateRules.examples().keySet();
        Set<String> integrators = Integrators.examples().keySet();
        List<String> all = Stream.concat(rules.stream(), integrators.stream()).toList();
        Usage.require(
                sampler == null || integrates || rules.contains(sampler),
                "--sampler %s: unknown sampler%s; update rules: %s; integrators: %s",
                sampler,
                sampler == null ? "" : Names.suggestion(sampler, all),
                String.join(", ", rules),
                String.join(", ", integrators));
    }

    /** An option that was not given leaves the configured value alone. */
    private static void add(List<GivenSetting> all, String option, String key, String value) {
        if (value != null) {
            all.add(new GivenSetting(option, key, value));
        }
    }
}
