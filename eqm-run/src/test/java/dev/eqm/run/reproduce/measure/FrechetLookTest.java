package dev.eqm.run.reproduce.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.sample.evaluation.feature.FeatureCollector;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.feature.FeatureSpec;
import dev.eqm.sample.evaluation.feature.Features;
import dev.eqm.sample.evaluation.statistics.Gaussian;
import dev.eqm.sample.evaluation.statistics.Provenance;
import dev.eqm.sample.evaluation.statistics.Reference;
import dev.eqm.sample.output.PictureBatch;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pictures of two pixels: the first is pooled, the second spatial, both are logits. */
@ExtendWith(LeakCheck.class)
class FrechetLookTest {
    private static final int COUNT = 40;

    private record TwoPixels(String name) implements Features {
        @Override
        public FeatureSpec spec() {
            return new FeatureSpec(
                    name,
                    "none",
                    "",
                    Map.of(
                            FeatureKind.POOLED, 1,
                            FeatureKind.SPATIAL, 1,
                            FeatureKind.LOGITS, 2));
        }

        @Override
        public Map<FeatureKind, NDArray> of(NDArray pictures) {
            NDArray both = pictures.reshape(new Shape(-1, 2));
            return Map.of(
                    FeatureKind.POOLED, both.get(":, 0:1"),
                    FeatureKind.SPATIAL, both.get(":, 1:2"),
                    FeatureKind.LOGITS, both.get(":, :"));
        }
    }

    private static Gaussian line(double mean, double variance) {
        return new Gaussian(COUNT, new double[] {mean}, new double[] {variance});
    }

    /** Half of the pictures are (200, 0), half (0, 200): two classes, told without doubt. */
    private static Reading reading(String name, Map<FeatureKind, Gaussian> real) {
        TwoPixels net = new TwoPixels(name);
        Provenance from = new Provenance("", "", COUNT, "1x1x2", "", "", net.spec(), true);
        Reference reference = new Reference(from, real, Map.of());
        byte[] pixels = new byte[2 * COUNT];
        for (int i = 0; i < COUNT; i++) {
            pixels[2 * i + i % 2] = (byte) 200;
        }
        FrechetLook look = new FrechetLook(net, reference, false, Device.cpu());
        try (FeatureCollector collector = look.collector()) {
            ImageShape shape = new ImageShape(1, 1, 2);
            collector.accept(new PictureBatch(0, new long[COUNT], shape, pixels));
            return look.of(collector);
        }
    }

    @Test
    void thePublishedScoresStandBesideFid() {
        double variance = 10000.0 * COUNT / (COUNT - 1);
        Reading all =
                reading(
                        FeatureSpec.INCEPTION,
                        Map.of(
                                FeatureKind.POOLED, line(100, variance),
                                FeatureKind.SPATIAL, line(97, variance)));
        assertThat(all.value()).isCloseTo(0, within(1e-6));
        assertThat(all.quantity("sFID")).isCloseTo(9, within(1e-6)); // (100 - 97)^2
        // exp of the mutual information of two classes, which splits of four hold half and half
        assertThat(all.quantity("Inception Score")).isBetween(1.5, 2.0);
        assertThat(all.without()).hasSize(10);
    }

    @Test
    void theyAreOfInceptionAlone() {
        Map<FeatureKind, Gaussian> real =
                Map.of(FeatureKind.POOLED, line(100, 9), FeatureKind.SPATIAL, line(97, 9));
        assertThat(reading("another", real).beside()).isEmpty();
        Map<FeatureKind, Gaussian> pooled = Map.of(FeatureKind.POOLED, line(100, 9));
        assertThat(reading(FeatureSpec.INCEPTION, pooled).beside())
                .containsOnlyKeys("Inception Score");
    }
}
