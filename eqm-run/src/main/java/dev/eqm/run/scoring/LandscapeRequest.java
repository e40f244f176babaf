package dev.eqm.run.scoring;

import static dev.eqm.core.check.Check.require;

import java.util.List;

/**
 * What of a landscape is looked at.
 *
 * @param count images, and descents from noise with their labels
 * @param path states of the run's own descent, noise and end among them
 * @param probes random projections of the Jacobian at each state
 * @param cfg guidance scale of the field; 1 is the model itself
 * @param falls of an explicit energy: gradient descent with η = F/L for each F
 * @param seed of noise and probes
 */
public record LandscapeRequest(
        int count, int path, int probes, double cfg, List<Double> falls, long seed) {
    /** As the command line has it. */
    public static final LandscapeRequest DEFAULT =
            new LandscapeRequest(32, 5, 8, 1, List.of(0.5, 0.9, 2.5), 0);

    public LandscapeRequest {
        require(count >= 2, "count must be at least 2, to estimate standard errors; got %s", count);
        require(path >= 2, "path must be at least 2 (start and end), got %s", path);
        boolean inRange = falls.stream().allMatch(f -> f > 0 && f < 1000);
        require(inRange, "falls must lie in (0, 1000), got %s", falls);
        falls = List.copyOf(falls);
    }
}
