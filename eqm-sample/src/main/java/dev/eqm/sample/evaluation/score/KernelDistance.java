package dev.eqm.sample.evaluation.score;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Seeds;
import dev.eqm.sample.evaluation.feature.FeatureTable;
import dev.eqm.sample.evaluation.statistics.Estimate;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The kernel distance (Bińkowski et al. 2018): the unbiased squared maximum mean discrepancy under
 * k(x, y) = (⟨x, y⟩/D + 1)³, averaged over subsets. On the FID Inception it is the KID. It has no
 * bias in the number of images, and may be slightly negative.
 *
 * @param subsets how many
 * @param subsetSize images of either side in a subset, drawn without replacement
 */
public record KernelDistance(int subsets, int subsetSize) implements Metric {
    /** As torch-fidelity: 100 subsets of 1000. */
    public static final KernelDistance DEFAULT = new KernelDistance(100, 1000);

    private static final int DEGREE = 3;
    private static final double OFFSET = 1;

    public KernelDistance {
        require(subsets >= 1, "subsets must be at least 1, got %s", subsets);
        require(subsetSize >= 2, "subsetSize must be at least 2, got %s", subsetSize);
    }

    @Override
    public String name() {
        return "KID";
    }

    @Override
    public void requireEnough(int pictures) {
        String rule =
                "%s compares pairs of images and needs at least 2, got %s: use more images, or choose other --metrics";
        require(pictures >= 2, rule, name(), pictures);
    }

    /** With smaller subsets where a side has fewer pictures. */
    @Override
    public List<Score> of(Comparison pictures) {
        FeatureTable mine = pictures.samples(features());
        FeatureTable others = pictures.reference(features());
        int size = Math.min(subsetSize, Math.min(mine.size(), others.size()));
        KernelDistance fitting = new KernelDistance(subsets, size);
        Estimate distance = fitting.between(mine, others, pictures.seed());
        String title = pictures.net().titled("KID", "kernel distance");
        return List.of(new Score(title, "lower", distance));
    }

    /**
     * The distance with its standard deviation over the subsets.
     *
     * @param seed of the draws
     * @throws IllegalArgumentException if a side has fewer images than a subset
     */
    public Estimate between(FeatureTable samples, FeatureTable reference, long seed) {
        int n = samples.size();
        int m = reference.size();
        String rule =
                "subsetSize %s needs as many images on both sides, but there are %s samples "
                        + "and %s reference images: generate more, or choose smaller subsets";
        require(Math.min(n, m) >= subsetSize, rule, subsetSize, n, m);
        double[] values = new double[subsets];
        for (int i = 0; i < subsets; i++) {
            int[] mine = drawn(n, seed, 2L * i);
            int[] others = drawn(m, seed, 2L * i + 1);
            try (GradMode off = GradMode.off();
                    Scope scope = Scope.open()) {
                values[i] = discrepancy(samples.rows(mine), reference.rows(others));
            }
        }
        return Estimate.overParts(values, "subsets of " + subsetSize);
    }

    private int[] drawn(int n, long seed, long stream) {
        return shuffled(n, subsetSize, Seeds.generator(seed, stream));
    }

    /** Of two sets of equal size, [m, D]. */
    static double discrepancy(NDArray x, NDArray y) {
        try (GradMode off = GradMode.off();
                Arena arena = Arena.open(x.getDevice(), "kernel");
                Scope scope = Scope.open()) {
            double scale = 1.0 / x.getShape().get(1);
            NDArray p = arena.of(new double[] {DEGREE, scale, OFFSET}, 3);
            return Score.KERNEL.call("mmd", x, y, p).toDoubleArray()[0];
        }
    }

    /** The first k of a random order of 0 ... n − 1: draws without replacement. */
    static int[] shuffled(int n, int k, SplittableRandom random) {
        int[] all = IntStream.range(0, n).toArray();
        for (int i = 0; i < k; i++) {
            int j = i + random.nextInt(n - i);
            int kept = all[i];
            all[i] = all[j];
            all[j] = kept;
        }
        return Arrays.copyOf(all, k);
    }
}
