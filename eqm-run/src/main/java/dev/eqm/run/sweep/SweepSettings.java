package dev.eqm.run.sweep;

import dev.eqm.core.check.Setting;
import dev.eqm.run.UsageException;
import dev.eqm.run.config.Given;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.sampling.SamplingKeys;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.sampler.UpdateRule;
import dev.eqm.sample.sampler.UpdateRules;
import dev.eqm.train.checkpoint.Checkpoints;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The grid of a sweep and the settings of each of its trajectories.
 *
 * @param base the run's sampling with what was laid over it
 * @param rule what its rule is called
 * @param checkpoints folders by step
 */
record SweepSettings(
        Sampling base, String rule, SortedMap<Long, Path> checkpoints, SweepGrid grid) {

    /**
     * Reads what was asked for.
     *
     * @throws UsageException if the run's samples do not descend with a constant step size, all
     *     equally far
     */
    static SweepSettings of(RunConfig config, SweepRequest request) {
        RunFolder run = request.run();
        SweepAxes axes = request.axes();
        Sampling base = SamplingKeys.over(config.sampling(), request.samples().settings());
        if (base.integrates(config.model().architecture())) {
            throw new UsageException(
                    run.path()
                            + " is sampled by an integrator, whose steps depend on their number; a "
                            + "sweep works only with update rules: use "
                            + Setting.command("evaluate")
                            + " for each setting");
        }
        if (base.gMin() != 0 || base.schedule().needsEnd()) {
            throw new UsageException(
                    Setting.command("sweep")
                            + " takes all numbers of steps from one descent, which needs a constant "
                            + "step size and no early stop: "
                            + Setting.key("gMin", "0")
                            + " "
                            + Setting.key("schedule.kind", "constant"));
        }
        SortedMap<Long, Path> there = Checkpoints.all(run.checkpoints());
        if (there.isEmpty()) {
            throw new UsageException(
                    run.path() + " has no checkpoint yet; train longer, or choose another run");
        }
        String rule = name(base.rule());
        SweepGrid grid =
                new SweepGrid(
                        checkpoints(run, there, axes.checkpoints()),
                        axes.rules().isEmpty() ? List.of(rule) : axes.rules(),
                        axes.etas().isEmpty() ? List.of(eta(base.rule())) : axes.etas(),
                        axes.cfgs().isEmpty() ? List.of(base.cfg()) : axes.cfgs(),
                        axes.steps().isEmpty() ? List.of(base.steps()) : axes.steps(),
                        axes.oneAtATime());
        return new SweepSettings(base, rule, there, grid);
    }

    /** Step size of the configured rule, for a sweep that names none. */
    private static double eta(UpdateRule rule) {
        if (Double.isNaN(rule.eta())) {
            throw new UsageException(
                    rule
                            + " has no step size: give "
                            + Setting.of("rule")
                            + " and "
                            + Setting.of("eta"));
        }
        return rule.eta();
    }

    /** The name by which {@code --set rule.kind=} chooses a rule of this class. */
    private static String name(UpdateRule rule) {
        for (Map.Entry<String, UpdateRule> known : UpdateRules.examples().entrySet()) {
            if (known.getValue().getClass().equals(rule.getClass())) {
                return known.getKey();
            }
        }
        throw new UsageException(rule + " is not in any catalogue");
    }

    /**
     * The training steps that were asked for; the newest if none were.
     *
     * @throws UsageException for a word that is no step of a checkpoint that is there
     */
    private static List<Long> checkpoints(
            RunFolder run, SortedMap<Long, Path> there, List<String> asked) {
        if (asked.isEmpty()) {
            return List.of(there.lastKey());
        }
        if (asked.equals(List.of("all"))) {
            List<Long> all = new ArrayList<>(there.keySet());
            all.remove(there.lastKey());
            all.add(0, there.lastKey()); // the newest is what others are compared with
            return all;
        }
        List<Long> steps = new ArrayList<>();
        for (String word : asked) {
            if (!word.matches("[0-9]{1,15}") || !there.containsKey(Long.parseLong(word))) {
                throw new UsageException(
                        "%s: %s has %s; choose some of these, or all"
                                .formatted(
                                        Setting.of("checkpoints", word),
                                        run.checkpoints(),
                                        there.keySet()));
            }
            steps.add(Long.parseLong(word));
        }
        return steps;
    }

    /** How the samples of a trajectory are made. */
    Sampling of(Trajectory way) {
        List<Given> settings = new ArrayList<>();
        if (!way.rule().equals(rule)) {
            settings.add(Given.by("rule", "rule.kind", way.rule()));
        }
        settings.add(Given.by("eta", "rule.eta", way.eta()));
        settings.add(Given.by("cfg", "cfg", way.cfg()));
        settings.add(Given.by("steps", "steps", way.longest()));
        return SamplingKeys.overGiven(base, settings);
    }
}
