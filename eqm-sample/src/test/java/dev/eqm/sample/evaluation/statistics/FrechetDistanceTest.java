package dev.eqm.sample.evaluation.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.Frozen;
import dev.eqm.core.testing.LeakCheck;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LeakCheck.class)
class FrechetDistanceTest {
    private static final Map<String, Frozen> OTHERS =
            Frozen.read(FrechetDistanceTest.class, "others.txt");

    private static Gaussian of(float[] x, int d) {
        try (Moments moments = new Moments(d, Device.cpu());
                Arena arena = Arena.cpu("features");
                Scope scope = Scope.open()) {
            moments.add(arena.of(x, x.length / d, d));
            return moments.gaussian();
        }
    }

    private static double between(Gaussian a, Gaussian b) {
        return FrechetDistance.between(a, b, Device.cpu()).value();
    }

    private static Gaussian diagonal(double mean, double... variances) {
        int d = variances.length;
        double[] mu = new double[d];
        double[] sigma = new double[d * d];
        for (int i = 0; i < d; i++) {
            mu[i] = mean;
            sigma[i * d + i] = variances[i];
        }
        return new Gaussian(100, mu, sigma);
    }

    /** scipy's matrix root (pytorch-fid) and numpy's eigenvalues (torch-fidelity). */
    @ParameterizedTest
    @CsvSource({"full,300,260,8", "deficient,20,15,32"})
    void equalsOtherTools(String name, int n, int m, int d) {
        double got = between(of(Sets.first(n, d), d), of(Sets.second(m, d), d));
        for (String tool : new String[] {"pytorch_fid", "torch_fidelity"}) {
            double want = OTHERS.get(name + "." + tool).values()[0];
            assertThat(got).as(tool).isCloseTo(want, within(1e-6 * want));
        }
        double exact = OTHERS.get(name + ".exact").values()[0]; // by singular values of the data
        assertThat(got).isCloseTo(exact, within(1e-10 * exact));
    }

    /** For commuting covariances: Σ (√λ₁ − √λ₂)². */
    @Test
    void equalsTheClosedFormOfDiagonalGaussians() {
        FrechetDistance d =
                FrechetDistance.between(diagonal(1, 4, 9, 1), diagonal(3, 1, 4, 16), Device.cpu());
        assertThat(d.means()).isCloseTo(12, within(1e-12));
        assertThat(d.covariances()).isCloseTo(1 + 1 + 9, within(1e-12));
        assertThat(d.value()).isCloseTo(23, within(1e-12));
    }

    @Test
    void isRealForCovariancesOfAnyRank() {
        Gaussian flat = diagonal(0, 4, 0, 0, 0);
        Gaussian other = diagonal(0, 0, 0, 0, 9);
        assertThat(between(flat, other)).isCloseTo(13, within(1e-12));
        assertThat(between(flat, flat)).isCloseTo(0, within(1e-12)).isNotNegative();
        Gaussian point = diagonal(2, 0, 0, 0, 0);
        assertThat(between(point, point)).isZero();
        assertThat(between(point, flat)).isCloseTo(16 + 4, within(1e-12));
    }

    /** Two images in many dimensions: rank one on both sides. */
    @Test
    void equalsTheClosedFormOfRankOne() {
        int d = 64;
        float[] x = Sets.first(2, d);
        float[] y = Sets.second(2, d);
        double xx = 0;
        double yy = 0;
        double xy = 0;
        double mean = 0;
        for (int i = 0; i < d; i++) {
            double u = ((double) x[i] - x[d + i]) / Math.sqrt(2); // Σ = u uᵀ
            double v = ((double) y[i] - y[d + i]) / Math.sqrt(2);
            xx += u * u;
            yy += v * v;
            xy += u * v;
            mean += Math.pow(((double) x[i] + x[d + i] - y[i] - y[d + i]) / 2, 2);
        }
        double want = mean + xx + yy - 2 * Math.abs(xy);
        assertThat(between(of(x, d), of(y, d))).isCloseTo(want, within(1e-9 * want));
    }

    @Test
    void isSymmetric() {
        Gaussian a = of(Sets.first(50, 12), 12);
        Gaussian b = of(Sets.second(9, 12), 12);
        assertThat(between(a, b)).isCloseTo(between(b, a), within(1e-12));
    }

    @Test
    void refusesFeaturesOfDifferentNets() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> between(diagonal(0, 1, 1), diagonal(0, 1)))
                .withMessageContainingAll("2 numbers", "the other 1");
    }

    /** The jackknife's reach is about what repeated draws spread: 1.96 standard deviations. */
    @Test
    void intervalsCoverWhatOtherDrawsGive() {
        Gaussian reference = diagonal(0, 1, 1);
        SplittableRandom random = new SplittableRandom(5);
        int n = 400;
        int repeats = 25;
        double[] values = new double[repeats];
        double reach = 0;
        for (int r = 0; r < repeats; r++) {
            float[] x = new float[2 * n];
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) (0.5 + 1.5 * random.nextGaussian());
            }
            try (GroupedMoments groups =
                            new GroupedMoments(2, GroupedMoments.GROUPS, Device.cpu());
                    Arena arena = Arena.cpu("features");
                    Scope scope = Scope.open()) {
                groups.add(arena.of(x, n, 2));
                Estimate e = groups.distanceTo(reference);
                assertThat(e.hasInterval()).isTrue();
                assertThat(e.value()).isCloseTo(between(of(x, 2), reference), within(1e-12));
                values[r] = e.value();
                reach += (e.high() - e.low()) / 2 / repeats;
            }
        }
        double mean = Arrays.stream(values).average().orElse(0);
        double std = 0;
        for (double v : values) {
            std += (v - mean) * (v - mean) / repeats;
        }
        assertThat(reach / Math.sqrt(std)).isBetween(1.4, 3.4); // t with 9 degrees: 2.26
    }

    /**
     * Ten classes in turn and ten groups: a group that held one class alone would make the distance
     * without it a different one, and the interval as wide as the distance.
     */
    @Test
    void labelsInTurnAreInEveryGroupAlike() {
        SplittableRandom random = new SplittableRandom(6);
        int n = 600;
        float[] x = new float[2 * n];
        for (int i = 0; i < n; i++) {
            x[2 * i] = (float) (10 * (i % 10) + random.nextGaussian());
            x[2 * i + 1] = (float) random.nextGaussian();
        }
        Gaussian reference = of(x, 2);
        try (GroupedMoments groups = new GroupedMoments(2, 10, Device.cpu());
                Arena arena = Arena.cpu("features");
                Scope scope = Scope.open()) {
            for (int first = 0; first < n; first += 64) { // batches that no group divides
                int rows = Math.min(64, n - first);
                float[] some = Arrays.copyOfRange(x, 2 * first, 2 * (first + rows));
                groups.add(arena.of(some, rows, 2));
            }
            assertThat(groups.count()).isEqualTo(n);
            Estimate e = groups.distanceTo(reference);
            assertThat(e.value()).isCloseTo(0, within(1e-6));
            assertThat(e.high() - e.low()).isLessThan(0.05);
        }
    }
}
