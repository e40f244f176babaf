package dev.eqm.sample.evaluation.score;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.KernelCall;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.feature.FeatureTable;
import dev.eqm.sample.evaluation.statistics.Bootstrap;
import dev.eqm.sample.evaluation.statistics.Estimate;

/**
 * How samples and reference lie in each other. Around every picture is a ball that reaches to its
 * k-th neighbour in its own set; the balls of a set are its manifold.
 *
 * <ul>
 *   <li>precision: the share of samples in a ball of the reference, recall: the share of the
 *       reference in a ball of the samples (Kynkäänniemi et al. 2019)
 *   <li>density: in how many balls of the reference a sample lies, divided by k; coverage: the
 *       share of reference balls with a sample inside (Naeem et al. 2020)
 * </ul>
 *
 * <p>Distances are taken in float64, of centred features, some {@value #ROWS} rows at a time.
 *
 * @param k neighbours; 3 is usual for precision and recall, 5 for density and coverage
 * @param rounds of the bootstrap over pictures, with the balls as they are
 * @param seed of the bootstrap
 */
public record Manifolds(int k, int rounds, long seed) {
    private static final int ROWS = 1024;
    private static final int ROUNDS = 1000; // of the bootstrap

    public Manifolds {
        require(k >= 1, "k must be at least 1, got %s", k);
        require(rounds >= 40, "rounds must be at least 40, got %s", rounds);
    }

    /** With k neighbours, on pooled features. */
    static Scores of(int k, Comparison pictures) {
        return new Manifolds(k, ROUNDS, pictures.seed())
                .of(pictures.samples(FeatureKind.POOLED), pictures.reference(FeatureKind.POOLED));
    }

    /**
     * Checks that every picture has k neighbours.
     *
     * @param metric that needs them
     * @throws dev.eqm.core.check.BrokenRuleException saying how many pictures are needed
     */
    static void requireEnough(Metric metric, int k, int pictures) {
        String rule =
                "%s looks at the %s nearest neighbours of every image and needs at least %s images, got %s: "
                        + "use more images, or choose other --metrics";
        require(pictures > k, rule, metric.name(), k, k + 1, pictures);
    }

    /** All four. */
    public record Scores(
            Estimate precision, Estimate recall, Estimate density, Estimate coverage) {}

    /**
     * Compares samples with a reference.
     *
     * @throws IllegalArgumentException if a side has too few pictures for k neighbours
     */
    public Scores of(FeatureTable samples, FeatureTable reference) {
        int m = samples.size();
        int n = reference.size();
        String rule =
                "k neighbours need at least k + 1 images on both sides, but "
                        + "there are %s samples and %s reference images; got k %s";
        require(Math.min(m, n) > k, rule, m, n, k);
        NDArray fake = samples.all();
        NDArray real = reference.all();
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            NDArray center = Score.KERNEL.call("center", real);
            NDArray realRadii = radii(real, center);
            NDArray fakeRadii = radii(fake, center);
            return compare(real, fake, center, realRadii, fakeRadii);
        }
    }

    /** Squared, [N], in the current scope. */
    NDArray radii(NDArray x, NDArray center) {
        int n = Math.toIntExact(x.getShape().get(0));
        try (Arena host = Arena.open(x.getDevice(), "rows");
                Scope scope = Scope.open()) {
            NDArray neighbours = host.of(new long[] {k}, 1);
            NDList parts = new NDList();
            for (int first = 0; first < n; first += ROWS) {
                NDArray rows = host.of(new long[] {first, Math.min(ROWS, n - first)}, 2);
                parts.add(Score.KERNEL.call("radii", x, rows, center, neighbours));
            }
            return scope.keep(parts.size() == 1 ? parts.head() : NDArrays.concat(parts));
        }
    }

    private Scores compare(
            NDArray real, NDArray fake, NDArray center, NDArray realRadii, NDArray fakeRadii) {
        int m = Math.toIntExact(fake.getShape().get(0));
        int n = Math.toIntExact(real.getShape().get(0));
        double[] precise = new double[m];
        double[] dense = new double[m];
        double[] covered = new double[n];
        double[] recalled = new double[n];
        for (int first = 0; first < m; first += ROWS) {
            try (Arena host = Arena.open(real.getDevice(), "rows");
                    Scope scope = Scope.open()) {
                NDArray rows = host.of(new long[] {first, Math.min(ROWS, m - first)}, 2);
                KernelCall inside = Score.KERNEL.call("inside").with(real, fake, rows, center);
                NDList all = inside.with(realRadii, fakeRadii).all();
                double[] counts = all.get(0).toDoubleArray();
                for (int i = 0; i < counts.length; i++) {
                    precise[first + i] = counts[i] > 0 ? 1 : 0;
                    dense[first + i] = counts[i] / k;
                }
                joinAny(covered, all.get(1).toDoubleArray());
                joinAny(recalled, all.get(2).toDoubleArray());
            }
        }
        Bootstrap bootstrap = new Bootstrap(rounds, 0.95, seed);
        return new Scores(
                bootstrap.ofMean(precise),
                bootstrap.ofMean(recalled),
                bootstrap.ofMean(dense),
                bootstrap.ofMean(covered));
    }

    private static void joinAny(double[] into, double[] some) {
        for (int i = 0; i < into.length; i++) {
            into[i] = Math.max(into[i], some[i]);
        }
    }
}
