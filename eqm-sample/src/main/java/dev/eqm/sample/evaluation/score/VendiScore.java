package dev.eqm.sample.evaluation.score;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.check.Setting;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Scope;
import dev.eqm.sample.evaluation.feature.FeatureTable;
import dev.eqm.sample.evaluation.statistics.Estimate;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The Vendi score (Friedman and Dieng 2023): exp(−Σ λᵢ ln λᵢ), λᵢ the eigenvalues of K/N with Kᵢⱼ =
 * ⟨xᵢ, xⱼ⟩/(‖xᵢ‖‖xⱼ‖) over the features of N samples. It is the effective number of different
 * samples, between 1 (all alike) and N, says nothing of their quality, and needs no reference.
 *
 * <p>It grows with N, so only scores of as many samples can be compared. Its interval is a
 * delete-a-group jackknife's.
 *
 * @param groups of the jackknife
 */
public record VendiScore(int groups) implements Metric {
    /** With ten groups, as the Fréchet distances. */
    public static final VendiScore DEFAULT = new VendiScore(10);

    public VendiScore {
        require(groups >= 2, "groups must be at least 2, got %s", groups);
    }

    @Override
    public String name() {
        return "VENDI";
    }

    @Override
    public Basis basis() {
        return Basis.SAMPLES;
    }

    @Override
    public void requireEnough(int pictures) {
        String rule =
                "%s needs at least 2 images, got %s: use more images, or choose other "
                        + Setting.of("metrics");
        require(pictures >= 2, rule, name(), pictures);
    }

    @Override
    public List<Score> of(Comparison pictures) {
        return List.of(Score.higher(pictures, "Vendi score", of(pictures.samples(features()))));
    }

    /** The score of a table, with its interval where there are two rows for each group. */
    Estimate of(FeatureTable table) {
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            int n = table.size();
            double value = of(table.all());
            if (n < 2 * groups) {
                return Estimate.without(value);
            }
            double[] partial = new double[groups];
            for (int g = 0; g < groups; g++) {
                int group = g;
                int[] rest = IntStream.range(0, n).filter(i -> i % groups != group).toArray();
                partial[g] = of(table.rows(rest));
            }
            return Estimate.jackknife(value, partial);
        }
    }

    /**
     * The score of features.
     *
     * @param features [N, D]
     */
    static double of(NDArray features) {
        try (Scope scope = Scope.open()) {
            return Score.KERNEL.call("vendi", features).toDoubleArray()[0];
        }
    }
}
