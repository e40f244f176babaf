package dev.eqm.sample.evaluation.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.sample.evaluation.feature.FeatureCollector;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.feature.FeatureSpec;
import dev.eqm.sample.evaluation.feature.Features;
import dev.eqm.sample.evaluation.statistics.Estimate;
import dev.eqm.sample.output.PictureBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pictures of two pixels: the first is the feature, the larger one names the class. */
@ExtendWith(LeakCheck.class)
class ClassScoresTest {
    private static final ImageShape SHAPE = new ImageShape(1, 1, 2);
    private static final int[] FIRST = {10, 20, 30, 40, 100, 130, 160, 9};
    private static final int[] SECOND = {0, 0, 0, 0, 255, 255, 0, 255};
    private static final long[] LABELS = {0, 0, 0, 0, 1, 1, 1, 2};

    /** The two pixels: pooled is the first, logits are both. */
    private record TwoPixels() implements Features {
        @Override
        public FeatureSpec spec() {
            return new FeatureSpec(
                    "two", "none", "", Map.of(FeatureKind.POOLED, 1, FeatureKind.LOGITS, 2));
        }

        @Override
        public Map<FeatureKind, NDArray> of(NDArray pictures) {
            NDArray both = pictures.reshape(new Shape(-1, 2));
            return Map.of(
                    FeatureKind.POOLED, both.get(":, 0:1"), FeatureKind.LOGITS, both.get(":, :"));
        }
    }

    private static List<ClassScore> scores(boolean named, int groups, float[] real, int[] labels) {
        ClassScores by = new ClassScores(3, named, groups);
        FeatureCollector.Wanted wanted =
                by.beside(new FeatureCollector.Wanted(Set.of(), Set.of(), 1));
        assertThat(wanted.tables().contains(FeatureKind.LOGITS)).isEqualTo(named);
        byte[] pixels = new byte[2 * FIRST.length];
        for (int i = 0; i < FIRST.length; i++) {
            pixels[2 * i] = (byte) FIRST[i];
            pixels[2 * i + 1] = (byte) SECOND[i];
        }
        try (FeatureCollector samples =
                new FeatureCollector(new TwoPixels(), wanted, Device.cpu())) {
            samples.accept(new PictureBatch(0, LABELS, SHAPE, pixels));
            return by.of(samples, TensorData.of(real, real.length, 1), labels, Device.cpu());
        }
    }

    /** In one dimension it is (m₁ − m₂)² + (s₁ − s₂)². */
    private static double distance(double[] a, double[] b) {
        double mean = mean(a) - mean(b);
        double spread = Math.sqrt(variance(a)) - Math.sqrt(variance(b));
        return mean * mean + spread * spread;
    }

    private static double mean(double[] a) {
        return Arrays.stream(a).average().orElseThrow();
    }

    private static double variance(double[] a) {
        double m = mean(a);
        return Arrays.stream(a).map(v -> (v - m) * (v - m)).sum() / (a.length - 1);
    }

    @Test
    void everyClassIsComparedWithItsOwnImages() {
        float[] real = {11, 101, 21, 7, 120, 33, 170, 50}; // in another order than the samples
        int[] labels = {0, 1, 0, 2, 1, 0, 1, 0};
        List<ClassScore> all = scores(true, 1, real, labels);
        assertThat(all).extracting(ClassScore::label).containsExactly(0L, 1L, 2L);
        assertThat(all).extracting(ClassScore::samples).containsExactly(4, 3, 1);
        assertThat(all).extracting(ClassScore::references).containsExactly(4, 3, 1);
        double zero = distance(new double[] {10, 20, 30, 40}, new double[] {11, 21, 33, 50});
        double one = distance(new double[] {100, 130, 160}, new double[] {101, 120, 170});
        assertThat(all.get(0).distance().value()).isCloseTo(zero, within(1e-6 * zero));
        assertThat(all.get(1).distance().value()).isCloseTo(one, within(1e-6 * one));
        assertThat(all.get(2).distance().value()).isNaN(); // one picture has no covariance
        assertThat(all.get(0).agreement().value()).isEqualTo(1);
        assertThat(all.get(1).agreement().value()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(all.get(2).agreement().value()).isZero();
        assertThat(all.get(0).distance().hasInterval()).isFalse();
    }

    @Test
    void intervalsAreOfTheGroupsOfAClass() {
        float[] real = {11, 21, 33, 50};
        List<ClassScore> all = scores(false, 2, real, new int[] {0, 0, 0, 0});
        Estimate zero = all.get(0).distance();
        assertThat(zero.hasInterval()).isTrue();
        assertThat(zero.low()).isLessThan(zero.value());
        assertThat(all.get(1).distance().value()).isNaN(); // no image of the reference
        assertThat(all.get(1).references()).isZero();
        assertThat(all.get(0).agreement().value()).isNaN(); // the net names no classes
    }

    @Test
    void labelsAreOfAllImages() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scores(false, 1, new float[] {1, 2}, new int[] {0}))
                .withMessageContaining("2 images needs as many labels, got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClassScores(1, false, 1))
                .withMessageContaining("at least 2 classes, got 1");
    }

    /** Each end π solves (p − π)² = z²π(1 − π)/n. */
    @Test
    void sharesHaveIntervalsOfTheirOwn() {
        Estimate some = Estimate.share(8, 10);
        assertThat(some.value()).isEqualTo(0.8);
        double z2 = 3.841458820694124;
        for (double end : new double[] {some.low(), some.high()}) {
            double far = (0.8 - end) * (0.8 - end);
            assertThat(far).isCloseTo(z2 * end * (1 - end) / 10, within(1e-12));
        }
        assertThat(some.low()).isLessThan(0.8);
        assertThat(some.high()).isGreaterThan(0.8);
        Estimate all = Estimate.share(50, 50); // n/(n + z²)
        assertThat(all.low()).isCloseTo(50 / (50 + z2), within(1e-9));
        assertThat(all.high()).isEqualTo(1);
        assertThat(Estimate.share(0, 50).low()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> Estimate.share(3, 2));
    }
}
