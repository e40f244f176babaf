package dev.eqm.cli.option;

import dev.eqm.run.sweep.SweepAxes;
import dev.eqm.sample.sampler.UpdateRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/**
 * What a sweep goes along, and what is laid over the run's sampling for all of it.
 *
 * <p>{@code eqm sweep} alone has them. An empty list is no axis: the configured value holds. {@code
 * --set} changes what all settings share and is no axis either.
 */
@Group(OptionGroup.SAMPLER)
public final class SweepAxisOptions {
    @Option(
            names = "--checkpoints",
            split = ",",
            paramLabel = "STEP",
            description =
                    "Steps of the checkpoints to score, or all; default: the newest checkpoint.")
    private List<String> checkpoints = new ArrayList<>();

    @Option(
            names = "--rule",
            split = ",",
            paramLabel = "NAME",
            description = "Update rules, such as gd,nag; default: the configured one.")
    private List<String> rules = new ArrayList<>();

    @Option(
            names = "--eta",
            split = ",",
            paramLabel = "ETA",
            description = "Step sizes; default: the configured one.")
    private List<Double> etas = new ArrayList<>();

    @Option(
            names = "--cfg",
            split = ",",
            paramLabel = "SCALE",
            description = "Guidance scales (1 means no guidance); default: the configured one.")
    private List<Double> cfgs = new ArrayList<>();

    @Option(
            names = "--steps",
            split = ",",
            paramLabel = "N",
            description = "Numbers of updates; default: as configured.")
    private List<Integer> steps = new ArrayList<>();

    @Option(
            names = "--one-at-a-time",
            description = "Varies one list at a time instead of trying all combinations.")
    private boolean oneAtATime;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Overrides one value of the sampling configuration for "
                            + "all settings, e.g. --set rule.mu=0.3; repeatable.")
    private List<String> more = new ArrayList<>();

    /**
     * The lists that were named.
     *
     * @throws dev.eqm.run.UsageException for a rule that is in no catalogue
     */
    public SweepAxes axes() {
        for (String rule : rules) {
            Set<String> known = UpdateRules.examples().keySet();
            Usage.require(
                    known.contains(rule),
                    "--rule %s: unknown rule; choose from %s",
                    rule,
                    String.join(", ", known));
        }
        etas.forEach(eta -> Usage.require(eta > 0, "--eta must be positive, got %s", eta));
        steps.forEach(n -> Usage.requireAtLeastOne("--steps", n));
        return new SweepAxes(checkpoints, rules, etas, cfgs, steps, oneAtATime);
    }

    /** {@code key=value}, laid over the run's sampling. */
    public List<String> settings() {
        return more;
    }
}
