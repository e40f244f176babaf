package dev.eqm.sample.evaluation.score;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.eqm.core.check.Setting;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Seeds;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.feature.FeatureTable;
import dev.eqm.sample.evaluation.statistics.Estimate;
import java.util.List;

/**
 * The Inception Score (Salimans et al. 2016): exp E KL(p(y|x) ‖ p(y)), averaged over splits. From 1
 * (every picture says the same) to the number of classes.
 *
 * @param splits parts of equal size, whose mean and standard deviation are told
 * @param shuffle true: pictures are put in random order first, so that no split holds a few classes
 *     alone
 */
public record InceptionScore(int splits, boolean shuffle) implements Metric {
    /** The usual ten splits. */
    public static final InceptionScore DEFAULT = new InceptionScore(10, true);

    public InceptionScore {
        require(splits >= 1, "splits must be at least 1, got %s", splits);
    }

    @Override
    public String name() {
        return "IS";
    }

    @Override
    public FeatureKind features() {
        return FeatureKind.LOGITS;
    }

    @Override
    public Basis basis() {
        return Basis.SAMPLES;
    }

    @Override
    public void requireEnough(int pictures) {
        String rule =
                "%s is the mean over %s splits and needs at least as many "
                        + "images, got %s: use more images, or choose other "
                        + Setting.of("metrics");
        require(pictures >= splits, rule, name(), splits, pictures);
    }

    @Override
    public List<Score> of(Comparison pictures) {
        String title = pictures.net().titled("Inception Score", "classifier score");
        Estimate score = of(pictures.samples(features()), pictures.seed());
        return List.of(new Score(title, "higher", score));
    }

    /**
     * The score of pictures.
     *
     * @param logits [N, classes], before the softmax
     * @param seed of their order
     * @throws IllegalArgumentException for fewer pictures than splits
     */
    public Estimate of(FeatureTable logits, long seed) {
        int n = logits.size();
        require(n >= splits, "splits must be at most the number of images, %s, got %s", n, splits);
        double[] values = new double[splits];
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            NDArray all =
                    shuffle
                            ? logits.rows(KernelDistance.shuffled(n, n, Seeds.generator(seed)))
                            : logits.all();
            for (int i = 0; i < splits; i++) {
                long from = (long) i * n / splits;
                long to = (i + 1L) * n / splits;
                NDArray part = all.get(new NDIndex("{}:{}", from, to));
                values[i] = Score.KERNEL.call("inception_score", part).toDoubleArray()[0];
            }
        }
        return Estimate.overParts(values, "splits");
    }
}
