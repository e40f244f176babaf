package dev.eqm.run.sweep;

import static dev.eqm.core.check.Check.require;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which settings: every combination of the lists, or each list by itself with the others at their
 * first entries.
 *
 * @param checkpoints training steps of the weights
 * @param rules names of update rules
 * @param etas step sizes
 * @param cfgs guidance scales
 * @param steps numbers of updates; always combined with all others, as one trajectory has them all
 * @param oneAtATime true: each list by itself
 */
public record SweepGrid(
        List<Long> checkpoints,
        List<String> rules,
        List<Double> etas,
        List<Double> cfgs,
        List<Integer> steps,
        boolean oneAtATime) {
    public SweepGrid {
        for (List<?> list : List.of(checkpoints, rules, etas, cfgs, steps)) {
            require(!list.isEmpty(), "every list needs at least one value, got %s", list);
        }
        boolean positive = etas.stream().allMatch(e -> e > 0 && Double.isFinite(e));
        require(positive, "eta must be positive and finite, got %s", etas);
        boolean inRange = cfgs.stream().allMatch(c -> c >= 0 && c < 1000);
        require(inRange, "cfg must lie in [0, 1000), got %s", cfgs);
        require(steps.stream().allMatch(s -> s >= 1), "steps must be at least 1, got %s", steps);
    }

    /** All trajectories, none twice, those of one checkpoint together. */
    public List<Trajectory> trajectories() {
        Set<Trajectory> all = new LinkedHashSet<>();
        for (long checkpoint : checkpoints) {
            for (String rule : rules) {
                for (double eta : etas) {
                    for (double cfg : cfgs) {
                        if (!oneAtATime || changed(checkpoint, rule, eta, cfg) <= 1) {
                            all.add(new Trajectory(checkpoint, rule, eta, cfg, steps));
                        }
                    }
                }
            }
        }
        return List.copyOf(all);
    }

    /** How many of the values are not the first of their list. */
    private int changed(long checkpoint, String rule, double eta, double cfg) {
        return (checkpoint == checkpoints.get(0) ? 0 : 1)
                + (rule.equals(rules.get(0)) ? 0 : 1)
                + (eta == etas.get(0) ? 0 : 1)
                + (cfg == cfgs.get(0) ? 0 : 1);
    }
}
