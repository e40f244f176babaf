package dev.eqm.sample.evaluation.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.eqm.core.testing.Frozen;
import dev.eqm.core.testing.Hashed;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.sample.evaluation.feature.FeatureTable;
import dev.eqm.sample.evaluation.statistics.Estimate;
import dev.eqm.sample.evaluation.statistics.Sets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class ScoresTest {
    private static final Map<String, Frozen> OTHERS = Frozen.read(ScoresTest.class, "others.txt");

    private static final Manifolds PRECISION_RECALL = new Manifolds(3, 1000, 0);
    private static final Manifolds DENSITY_COVERAGE = new Manifolds(5, 1000, 0);

    private static double other(String name) {
        return OTHERS.get(name).values()[0];
    }

    private static FeatureTable table(float[] values, int rows) {
        return FeatureTable.of(values, rows, Device.cpu());
    }

    /** A subset of all images is the same whatever the order in which they were drawn. */
    @Test
    void kernelDistanceEqualsTorchFidelity() {
        try (FeatureTable a = table(Sets.first(300, 8), 300);
                FeatureTable b = table(Sets.second(300, 8), 300)) {
            Estimate got = new KernelDistance(2, 300).between(a, b, 7);
            assertThat(got.value()).isCloseTo(other("kid"), within(1e-12));
            assertThat(got.high() - got.low()).isCloseTo(0, within(1e-12));
        }
    }

    /** More rows than are compared at a time. */
    @Test
    void kernelDistanceOfManyRowsEqualsTheDefinition() {
        int n = 1100;
        float[] x = Sets.first(n, 2);
        float[] y = Sets.second(n, 2);
        double within = 0;
        double between = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                within += i == j ? 0 : kernel(x, i, x, j) + kernel(y, i, y, j);
                between += kernel(x, i, y, j);
            }
        }
        double want = within / (n * (n - 1.0)) - 2 * between / ((double) n * n);
        try (FeatureTable a = table(x, n);
                FeatureTable b = table(y, n)) {
            assertThat(KernelDistance.discrepancy(a.all(), b.all())).isCloseTo(want, within(1e-11));
        }
    }

    private static double kernel(float[] x, int i, float[] y, int j) {
        double dot = (double) x[2 * i] * y[2 * j] + (double) x[2 * i + 1] * y[2 * j + 1];
        return Math.pow(dot / 2 + 1, 3);
    }

    @Test
    void subsetsAreAFunctionOfTheSeed() {
        try (FeatureTable a = table(Sets.first(60, 4), 60);
                FeatureTable b = table(Sets.second(50, 4), 50)) {
            Estimate one = new KernelDistance(4, 20).between(a, b, 1);
            assertThat(new KernelDistance(4, 20).between(a, b, 1)).isEqualTo(one);
            assertThat(new KernelDistance(4, 20).between(a, b, 2)).isNotEqualTo(one);
            assertThat(one.high()).isGreaterThan(one.value());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new KernelDistance(4, 51).between(a, b, 1))
                    .withMessageContainingAll("51", "60 samples", "50 reference images");
        }
    }

    @Test
    void inceptionScoreEqualsTorchFidelity() {
        try (FeatureTable logits = table(Hashed.floats(205 * 10, 4, 4), 205)) {
            Estimate got = new InceptionScore(10, false).of(logits, 0);
            assertThat(got.value()).isCloseTo(other("is"), within(1e-12));
            assertThat(got.high() - got.value()).isCloseTo(other("is.std"), within(1e-12));
            Estimate mixed = InceptionScore.DEFAULT.of(logits, 0);
            assertThat(mixed).isNotEqualTo(got).isEqualTo(InceptionScore.DEFAULT.of(logits, 0));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new InceptionScore(206, true).of(logits, 0))
                    .withMessageContainingAll("number of images, 205", "got 206");
        }
    }

    /** Certain and spread over all classes: their number. All alike: 1. */
    @Test
    void inceptionScoreHasItsClosedForms() {
        float[] certain = new float[40 * 4];
        float[] alike = new float[40 * 4];
        for (int i = 0; i < 40; i++) {
            certain[4 * i + i % 4] = 2000; // the others' probability is exactly 0
            alike[4 * i + 2] = 3;
        }
        try (FeatureTable a = table(certain, 40);
                FeatureTable b = table(alike, 40)) {
            InceptionScore score = new InceptionScore(2, false);
            assertThat(score.of(a, 0).value()).isCloseTo(4, within(1e-12));
            assertThat(score.of(b, 0).value()).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void manifoldsEqualOtherTools() {
        try (FeatureTable real = table(Sets.first(300, 8), 300);
                FeatureTable fake = table(Sets.second(260, 8), 260)) {
            Manifolds.Scores pr = PRECISION_RECALL.of(fake, real);
            assertThat(pr.precision().value()).isCloseTo(other("precision"), within(1e-7));
            assertThat(pr.recall().value()).isCloseTo(other("recall"), within(1e-7));
            Manifolds.Scores dc = DENSITY_COVERAGE.of(fake, real);
            assertThat(dc.density().value()).isCloseTo(other("density"), within(1e-12));
            assertThat(dc.coverage().value()).isCloseTo(other("coverage"), within(1e-12));
            assertThat(pr.recall().low()).isLessThan(pr.recall().value());
            assertThat(pr.recall().high()).isGreaterThan(pr.recall().value());
            assertThat(PRECISION_RECALL.of(fake, real)).isEqualTo(pr);
        }
    }

    /** More rows on either side than are compared at a time, far from the origin. */
    @Test
    void manifoldsOfManyRowsEqualTheDefinition() {
        int n = 1500;
        int m = 1200;
        float[] real = Hashed.floats(n, 5, 1);
        float[] fake = Hashed.floats(m, 6, 1);
        for (int i = 0; i < n; i++) {
            real[i] += 10;
        }
        for (int i = 0; i < m; i++) {
            fake[i] = 10.5f + fake[i];
        }
        double[] radii = new double[n];
        double inside = 0;
        double covered = 0;
        for (int i = 0; i < n; i++) {
            double[] d = new double[n];
            for (int j = 0; j < n; j++) {
                d[j] = Math.abs((double) real[i] - real[j]);
            }
            Arrays.sort(d);
            radii[i] = d[5];
            boolean any = false;
            for (int j = 0; j < m; j++) {
                boolean hit = Math.abs((double) real[i] - fake[j]) < radii[i] - 1e-9;
                inside += hit ? 1 : 0;
                any |= hit;
            }
            covered += any ? 1 : 0;
        }
        try (FeatureTable a = table(real, n);
                FeatureTable b = table(fake, m)) {
            Manifolds.Scores got = DENSITY_COVERAGE.of(b, a);
            assertThat(got.density().value()).isCloseTo(inside / m / 5, within(0.01));
            assertThat(got.coverage().value()).isCloseTo(covered / n, within(0.002));
        }
    }

    @Test
    void equalSetsLieInEachOther() {
        try (FeatureTable a = table(Sets.first(50, 3), 50);
                FeatureTable few = table(Sets.first(3, 3), 3)) {
            Manifolds.Scores got = PRECISION_RECALL.of(a, a);
            assertThat(got.precision().value()).isEqualTo(1);
            assertThat(got.recall().value()).isEqualTo(1);
            assertThat(got.coverage().value()).isEqualTo(1);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PRECISION_RECALL.of(few, a))
                    .withMessageContainingAll("at least k + 1", "3 samples", "50");
        }
    }
}
