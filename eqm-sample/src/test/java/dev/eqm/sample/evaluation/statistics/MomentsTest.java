package dev.eqm.sample.evaluation.statistics;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.LeakCheck;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class MomentsTest {
    private static final int D = 5;

    private static Gaussian streamed(float[] x, int d, int... batches) {
        try (Moments moments = new Moments(d, Device.cpu())) {
            feed(moments, x, d, batches);
            return moments.gaussian();
        }
    }

    /** In batches of the given sizes, over and over. */
    private static void feed(Moments moments, float[] x, int d, int... batches) {
        int n = x.length / d;
        int at = 0;
        try (Arena arena = Arena.cpu("features");
                Scope scope = Scope.open()) {
            for (int i = 0; at < n; i++) {
                int rows = Math.min(batches[i % batches.length], n - at);
                moments.add(arena.of(Arrays.copyOfRange(x, at * d, (at + rows) * d), rows, d));
                at += rows;
            }
        }
    }

    /** Two passes, in double. */
    private static Gaussian twin(float[] x, int d) {
        int n = x.length / d;
        double[] mean = new double[d];
        for (int i = 0; i < x.length; i++) {
            mean[i % d] += (double) x[i] / n;
        }
        double[] sigma = new double[d * d];
        for (int r = 0; r < n; r++) {
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    sigma[i * d + j] +=
                            (x[r * d + i] - mean[i]) * (x[r * d + j] - mean[j]) / (n - 1);
                }
            }
        }
        return new Gaussian(n, mean, sigma);
    }

    private static void assertSame(Gaussian got, Gaussian want, double tolerance) {
        assertThat(got.count()).isEqualTo(want.count());
        assertClose(got.mean(), want.mean(), tolerance, tolerance);
        assertClose(got.covariance(), want.covariance(), tolerance, tolerance);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 511, 512, 513, 1300})
    void batchesOfAnySizeGiveTheSame(int batch) {
        float[] x = Sets.second(1300, D);
        assertSame(streamed(x, D, batch), twin(x, D), 1e-13);
        assertSame(streamed(x, D, batch, 3, 900), twin(x, D), 1e-13);
    }

    /** More columns than one square part has, so that every part is looked at. */
    @Test
    void everyPartOfAWideCovarianceIsThere() {
        float[] x = Sets.first(40, 600);
        assertSame(streamed(x, 600, 16), twin(x, 600), 1e-13);
    }

    /** A sum of squares would keep no digit of a spread of 1 beside a mean of 10⁷. */
    @Test
    void aLargeMeanCostsNoDigits() {
        float[] x = new float[2000];
        for (int i = 0; i < x.length; i++) {
            x[i] = 1e7f + i % 3; // variance of 0, 1, 2 in turn: 2/3 n/(n - 1) up to the rest
        }
        Gaussian got = streamed(x, 1, 100);
        assertSame(got, twin(x, 1), 1e-9);
        assertThat(got.covariance()[0]).isBetween(0.666, 0.668);
    }

    /** The first block is nothing like the others. */
    @Test
    void sortedFeaturesCostNoDigits() {
        float[] x = new float[3000];
        for (int i = 0; i < x.length; i++) {
            x[i] = i < 512 ? -1e6f : i % 2;
        }
        Gaussian want = twin(x, 1);
        assertClose(streamed(x, 1, 512).covariance(), want.covariance(), 0, 1e-12);
    }

    @Test
    void constantFeaturesHaveNoSpread() {
        float[] x = new float[700 * D];
        Arrays.fill(x, 0.1f);
        Gaussian got = streamed(x, D, 33);
        assertClose(got.covariance(), new double[D * D], 1e-30, 0);
    }

    @Test
    void mergedEqualsWhole() {
        float[] x = Sets.second(900, D);
        try (Moments a = new Moments(D, Device.cpu());
                Moments b = new Moments(D, Device.cpu());
                Moments empty = new Moments(D, Device.cpu())) {
            feed(a, Arrays.copyOfRange(x, 0, 100 * D), D, 64);
            feed(b, Arrays.copyOfRange(x, 100 * D, x.length), D, 64);
            empty.add(a);
            empty.add(b);
            assertSame(empty.gaussian(), twin(x, D), 1e-13);
            assertSame(b.gaussian(), twin(Arrays.copyOfRange(x, 100 * D, x.length), D), 1e-13);
        }
    }

    @Test
    void saysHowManyImagesAreNeeded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> streamed(Sets.first(1, 2048), 2048, 1))
                .withMessageContainingAll("at least 2 images", "2049", "got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> streamed(new float[] {1, Float.NaN}, 1, 2))
                .withMessageContaining("must be finite");
    }

    @Test
    void refusesFeaturesOfAnotherShape(Arena arena) {
        try (Moments moments = new Moments(3, Device.cpu())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> moments.add(arena.zeros(2, 4)))
                    .withMessageContaining("[n, 3], got (2, 4)");
        }
    }

    @Test
    void warnsOfTooFewImagesForFullRank() {
        assertThat(streamed(Sets.first(4, D), D, 4).warnings("samples"))
                .singleElement()
                .asString()
                .contains("samples", "4 images", "rank at most 3", "6 images");
        assertThat(streamed(Sets.first(6, D), D, 4).warnings("samples")).isEmpty();
    }
}
