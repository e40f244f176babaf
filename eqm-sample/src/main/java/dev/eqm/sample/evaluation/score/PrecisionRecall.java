package dev.eqm.sample.evaluation.score;

import java.util.List;

/**
 * Improved precision and recall (Kynkäänniemi et al. 2019), as {@link Manifolds} defines them.
 *
 * @param k neighbours that a ball reaches to
 */
public record PrecisionRecall(int k) implements Metric {
    /** The usual three. */
    public static final PrecisionRecall DEFAULT = new PrecisionRecall(3);

    @Override
    public String name() {
        return "PR";
    }

    @Override
    public void requireEnough(int pictures) {
        Manifolds.requireEnough(this, k, pictures);
    }

    @Override
    public List<Score> of(Comparison pictures) {
        Manifolds.Scores found = Manifolds.of(k, pictures);
        return List.of(
                Score.higher(pictures, "precision", found.precision()),
                Score.higher(pictures, "recall", found.recall()));
    }
}
