package dev.eqm.run.sweep;

import java.util.List;

/**
 * What a sweep goes along; an empty list stands for what is configured.
 *
 * @param checkpoints training steps, or {@code all}
 * @param rules names of update rules
 * @param etas step sizes
 * @param cfgs guidance scales
 * @param steps numbers of updates
 * @param oneAtATime true: each list by itself instead of all combinations
 */
public record SweepAxes(
        List<String> checkpoints,
        List<String> rules,
        List<Double> etas,
        List<Double> cfgs,
        List<Integer> steps,
        boolean oneAtATime) {
    public SweepAxes {
        checkpoints = List.copyOf(checkpoints);
        rules = List.copyOf(rules);
        etas = List.copyOf(etas);
        cfgs = List.copyOf(cfgs);
        steps = List.copyOf(steps);
    }
}
