package dev.eqm.run.sweep;

import static dev.eqm.core.check.Check.require;

import java.util.List;

/**
 * Settings that differ in their number of steps alone. A rule of constant step size does not know
 * how many steps will follow, so the states after 10 of 250 steps are the samples of 10 steps: one
 * way gives them all.
 *
 * @param checkpoint training steps of the weights
 * @param rule name of the update rule
 * @param eta its step size
 * @param cfg guidance scale
 * @param steps ascending, at least one
 */
public record Trajectory(
        long checkpoint, String rule, double eta, double cfg, List<Integer> steps) {
    public Trajectory {
        require(!steps.isEmpty(), "steps must contain at least one, got %s", steps);
        steps = steps.stream().sorted().distinct().toList();
    }

    /** How far the way goes. */
    public int longest() {
        return steps.get(steps.size() - 1);
    }

    /** All its settings. */
    public List<SweepPoint> points() {
        return steps.stream().map(this::point).toList();
    }

    /** One of its settings. */
    public SweepPoint point(int after) {
        return new SweepPoint(checkpoint, rule, eta, cfg, after);
    }

    /** The same with some of its steps. */
    public Trajectory with(List<Integer> some) {
        return new Trajectory(checkpoint, rule, eta, cfg, some);
    }
}
