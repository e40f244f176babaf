package dev.eqm.sample.evaluation.memorisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.eqm.core.data.FashionMnist;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.ImageSubset;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.sample.evaluation.neighbours.VectorSet;
import dev.eqm.sample.output.PictureBatch;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** On real images: 4000 stand for what was learned, others for what was not. */
@ExtendWith(LeakCheck.class)
class MemorisationTest {
    private static final ImageSource ALL = FashionMnist.embedded();

    private static ImageSource some(int from, int to) {
        return new ImageSubset(ALL, IntStream.range(from, to).toArray());
    }

    private static Memorisation of(LabelledVectors samples) {
        return Memorisation.of(
                samples,
                LabelledVectors.of(some(4000, 5000)),
                VectorSet.of(some(0, 4000)),
                Device.cpu(),
                done -> {});
    }

    /** Other images that were not learned are as near as the held-out ones. */
    @Test
    void imagesNobodyLearnedHaveTheNominalShare() {
        Memorisation m = of(LabelledVectors.of(some(5000, 6000)));
        assertThat(m.nearer(0.01)).isBetween(0.0, 0.03);
        assertThat(m.nearer(0.05)).isBetween(0.02, 0.085);
        assertThat(m.samples().quantile(0.5) / m.heldOut().quantile(0.5)).isBetween(0.95, 1.05);
        assertThat(m.samplesApart() / m.heldOutApart()).isBetween(0.95, 1.05);
        assertThat(m.classes()).hasSize(10);
        assertThat(m.closest()).hasSize(5);
        assertThat(m.closest().get(0).distance()).isGreaterThan(0.1);
    }

    /** Thirty of 300 samples are learned images, ten of them a little changed. */
    @Test
    void plantedCopiesAreFound() {
        LabelledVectors samples = LabelledVectors.of(some(6000, 6300));
        LabelledVectors learned = LabelledVectors.of(some(0, 30));
        for (int i = 0; i < 30; i++) {
            System.arraycopy(learned.values(), i * 784, samples.values(), i * 10 * 784, 784);
            samples.labels()[i * 10] = learned.labels()[i];
            if (i >= 20) {
                for (int k = 0; k < 784; k += 7) {
                    samples.values()[i * 10 * 784 + k] += 0.02f;
                }
            }
        }
        Memorisation m = of(samples);
        assertThat(m.nearer(0.01)).isBetween(0.1, 0.14);
        assertThat(m.closest())
                .extracting(Memorisation.Close::distance)
                .containsExactly(0.0, 0.0, 0.0, 0.0, 0.0);
        assertThat(m.closest().get(2)).isEqualTo(new Memorisation.Close(20, 2, 0));
        assertThat((List<?>) m.toJson(ALL.classNames()).get("closest")).hasSize(5);
        assertThat(m.toJson(ALL.classNames())).containsEntry("nearerThan1Percent", m.nearer(0.01));
    }

    /** The same image again and again: far from copies, but no two are apart. */
    @Test
    void collapseIsSeenInDistancesWithinClasses() {
        LabelledVectors samples = LabelledVectors.of(some(7000, 7100));
        for (int i = 1; i < 100; i++) {
            System.arraycopy(samples.values(), 0, samples.values(), i * 784, 784);
            samples.labels()[i] = samples.labels()[0];
        }
        Memorisation m = of(samples);
        assertThat(m.samplesApart()).isZero();
        assertThat(m.heldOutApart()).isGreaterThan(5);
        assertThat(m.classes()).hasSize(1);
    }

    @Test
    void quantilesAreLinear() {
        Memorisation.Nearness n = new Memorisation.Nearness(new double[] {1, 2, 4, 8, 16});
        assertThat(n.quantile(0)).isEqualTo(1);
        assertThat(n.quantile(0.6)).isCloseTo(5.6, within(1e-12)); // numpy.quantile
        assertThat(n.quantile(1)).isEqualTo(16);
        assertThat(n.share(4)).isEqualTo(0.4);
    }

    @Test
    void meanDistancesAreOverPairsOfALabel() {
        float[] values = {0, 0, 3, 4, 0, 8, 1, 1};
        Map<Long, Double> means =
                new LabelledVectors(values, new long[] {1, 1, 1, 0}).meanDistances();
        assertThat(means).containsOnlyKeys(1L);
        assertThat(means.get(1L)).isCloseTo((5 + 8 + 5) / 3.0, within(1e-12));
    }

    @Test
    void picturesAreKeptChannelByChannel() {
        KeptPictures kept = new KeptPictures(3);
        byte[] bytes = {0, (byte) 255, 51, 102, (byte) 153, (byte) 204}; // 2 of 1x1 in RGB
        ImageShape shape = new ImageShape(3, 1, 1);
        kept.accept(new PictureBatch(0, new long[] {4, 5}, shape, bytes));
        kept.accept(new PictureBatch(2, new long[] {6, 7}, shape, bytes));
        assertThat(kept.vectors().labels()).containsExactly(4, 5, 6);
        float[] values = kept.vectors().values();
        assertThat(values).hasSize(9);
        assertThat(values[0]).isEqualTo(-1f);
        assertThat(values[1]).isEqualTo(1f);
        assertThat(values[7]).isEqualTo(1f);
        byte[] wide = {0, (byte) 255, 0, (byte) 255}; // 1x2x2, two channels as [H, W, C]
        KeptPictures two = new KeptPictures(1);
        two.accept(new PictureBatch(0, new long[] {0}, new ImageShape(2, 1, 2), wide));
        assertThat(two.vectors().values()).containsExactly(-1, -1, 1, 1);
    }

    @Test
    void otherSizesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(new LabelledVectors(new float[10], new long[2])))
                .withMessageContainingAll("784 numbers", "5");
    }
}
