package dev.eqm.sample.evaluation.score;

import java.util.List;

/**
 * Density and coverage (Naeem et al. 2020), as {@link Manifolds} defines them.
 *
 * @param k neighbours that a ball reaches to
 */
public record DensityCoverage(int k) implements Metric {
    /** The usual five. */
    public static final DensityCoverage DEFAULT = new DensityCoverage(5);

    @Override
    public String name() {
        return "DC";
    }

    @Override
    public void requireEnough(int pictures) {
        Manifolds.requireEnough(this, k, pictures);
    }

    @Override
    public List<Score> of(Comparison pictures) {
        Manifolds.Scores found = Manifolds.of(k, pictures);
        return List.of(
                Score.higher(pictures, "density", found.density()),
                Score.higher(pictures, "coverage", found.coverage()));
    }
}
