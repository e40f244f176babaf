package dev.eqm.sample.evaluation.feature;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.data.ByteImages;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.testing.Hashed;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.sample.evaluation.statistics.Gaussian;
import dev.eqm.sample.output.PictureBatch;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class FeaturesTest {
    private static final ImageShape GREY = new ImageShape(1, 6, 6);

    /**
     * torch.jit.script of conv(3 to 5, 3x3), dropout of one half, relu, mean over pixels, with
     * hashed weights, saved in training mode by torch 2.7.1.
     */
    private static Path net() throws URISyntaxException {
        return Path.of(FeaturesTest.class.getResource("net.pt").toURI());
    }

    /** Two pictures, 0 to 255. */
    private static float[] bytes() {
        double[] hashed = Hashed.doubles(72, 1, 1);
        float[] values = new float[72];
        for (int i = 0; i < 72; i++) {
            values[i] = (int) ((hashed[i] + 1) * 128);
        }
        return values;
    }

    @Test
    void anyTorchScriptFileIsANet(Arena arena) throws URISyntaxException {
        TorchScriptFeatures.Input input = new TorchScriptFeatures.Input(3, -1, 1);
        try (TorchScriptFeatures net = TorchScriptFeatures.open(net(), input, 6, 6, Device.cpu())) {
            assertThat(net.spec().name()).isEqualTo("net.pt");
            assertThat(net.spec().sha256()).hasSize(64);
            assertThat(net.spec().dimensions()).containsOnly(entry(5));
            NDArray got = net.of(arena.of(bytes(), 2, 1, 6, 6)).get(FeatureKind.POOLED);
            double[] want = { // by PyTorch, in evaluation mode
                0.855329692363739, 0.3350379765033722, 0.2860828936100006, 0.6519637107849121,
                0.8152134418487549, 1.3151116371154785, 1.16562819480896, 0.34655892848968506,
                0.752761721611023, 1.1147757768630981
            };
            assertClose(got, want, 1e-5, 1e-5);
        }
    }

    private static Map.Entry<FeatureKind, Integer> entry(int d) {
        return Map.entry(FeatureKind.POOLED, d);
    }

    @Test
    void refusesFilesThatAreNoNets(@TempDir Path folder) throws Exception {
        Path words = Files.writeString(folder.resolve("words.pt"), "no network");
        TorchScriptFeatures.Input rgb = new TorchScriptFeatures.Input(3, 0, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TorchScriptFeatures.open(words, rgb, 6, 6, Device.cpu()))
                .withMessageContainingAll("words.pt", "not a TorchScript file", "torch.jit.save");
        Path none = folder.resolve("none.pt");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TorchScriptFeatures.open(none, rgb, 6, 6, Device.cpu()))
                .withMessageContainingAll("none.pt", "check the path");
        Path net = net();
        TorchScriptFeatures.Input grey = new TorchScriptFeatures.Input(1, 0, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TorchScriptFeatures.open(net, grey, 6, 6, Device.cpu()))
                .withMessageContainingAll("net.pt", "forward((1, 1, 6, 6))");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TorchScriptFeatures.Input(3, 1, 1))
                .withMessageContaining("high must be above low");
    }

    @Test
    void pixelsAreAveragedOverSquares(Arena arena) {
        PixelFeatures plain = new PixelFeatures(GREY, 0);
        PixelFeatures means = new PixelFeatures(GREY, 2);
        float[] x = bytes();
        NDArray pictures = arena.of(x, 2, 1, 6, 6);
        float[] all = plain.of(pictures).get(FeatureKind.POOLED).toFloatArray();
        assertThat(all[40]).isEqualTo(x[40] / 127.5f - 1);
        float[] four = means.of(pictures).get(FeatureKind.POOLED).toFloatArray();
        double sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += all[36 + (3 + i / 3) * 6 + i % 3] / 9; // second picture, lower left
        }
        assertThat((double) four[4 + 2]).isCloseTo(sum, within(1e-6));
        assertThat(means.spec().name()).isEqualTo("pixels-2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> means.requireFits(new ImageShape(3, 6, 6)))
                .withMessageContainingAll("1x6x6", "3x6x6");
    }

    /** However the pictures come, their hash, moments and tables are the same. */
    @Test
    void collectsWhateverTheBatches() {
        byte[] bytes = new byte[50 * 36];
        float[] hashed = Hashed.floats(bytes.length, 3, 120);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.round(hashed[i]);
        }
        ByteImages source = new ByteImages("some", GREY, bytes, new int[50], List.of("all"));
        FeatureCollector.Wanted wanted =
                new FeatureCollector.Wanted(
                        Set.of(FeatureKind.POOLED), Set.of(FeatureKind.POOLED), 4);
        try (PixelFeatures net = new PixelFeatures(GREY, 3);
                FeatureCollector one = new FeatureCollector(net, wanted, Device.cpu());
                FeatureCollector other = new FeatureCollector(net, wanted, Device.cpu())) {
            one.addAll(source, 50, 50);
            other.addAll(source, 50, 7);
            assertThat(one.count()).isEqualTo(50);
            assertThat(other.hash()).isEqualTo(one.hash());
            Gaussian a = one.moments(FeatureKind.POOLED).gaussian();
            Gaussian b = other.moments(FeatureKind.POOLED).gaussian();
            assertClose(b.covariance(), a.covariance(), 1e-12, 1e-12);
            assertThat(one.table(FeatureKind.POOLED).all().toFloatArray())
                    .isEqualTo(other.table(FeatureKind.POOLED).all().toFloatArray());
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    one.accept(
                                            new PictureBatch(
                                                    50,
                                                    new long[1],
                                                    new ImageShape(1, 5, 5),
                                                    new byte[25])))
                    .withMessageContainingAll("1x6x6", "1x5x5");
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    new FeatureCollector(
                                            net,
                                            new FeatureCollector.Wanted(
                                                    Set.of(FeatureKind.LOGITS), Set.of(), 1),
                                            Device.cpu()))
                    .withMessageContainingAll("pixels-3", "not [LOGITS]");
        }
    }
}
