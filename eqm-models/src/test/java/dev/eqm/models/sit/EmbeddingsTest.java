package dev.eqm.models.sit;

import static dev.eqm.core.testing.NearTo.assertClose;
import static dev.eqm.core.testing.NearTo.doubles;
import static dev.eqm.models.sit.Errors.relative;
import static dev.eqm.models.sit.Errors.widened;
import static dev.eqm.models.sit.TwinWeights.flat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.nn.RandomParameters;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ends of the network: what goes in, what comes out. */
@ExtendWith(LeakCheck.class)
class EmbeddingsTest {
    static List<SiTConfig> configs() {
        return SiTTest.configs();
    }

    @ParameterizedTest
    @MethodSource("configs")
    void patchesAreAConvolution(SiTConfig c, Arena arena) {
        float[] image = image(c);
        try (SiT network = random(c)) {
            TwinSiT twin = twin(network);
            NDArray x = arena.of(image, 1, c.channels(), c.imageSize(), c.imageSize());
            double[][] want = twin.patches(widened(image));
            NDArray got = network.embeddings().patches(x);
            assertThat(got.getShape()).isEqualTo(new Shape(1, c.tokens(), c.width()));
            assertClose(got, flat(want), 3e-6, 3e-6);
            assertClose(
                    network.embeddings().tokens(x), flat(twin.tokens(widened(image))), 3e-6, 3e-6);
        }
    }

    /** With a patch embedding that only reorders, unpatchify gives the image back. */
    @ParameterizedTest
    @CsvSource({"8,2,1", "8,2,3", "8,4,4", "28,4,1", "32,4,3", "28,2,4"})
    void unpatchifyUndoesPatching(int size, int p, int channels, Arena arena) {
        int d = channels * p * p; // one token holds one patch
        SiTConfig c = new SiTConfig(size, p, channels, d, 1, 1, 1, 1, 0, false, false);
        try (Parameters parameters =
                        Parameters.of(
                                Device.cpu(),
                                SiTNames.of(c),
                                (a, spec) ->
                                        spec.name().equals("x_embedder.proj.weight")
                                                ? a.of(reorder(c), d, channels, p, p)
                                                : a.zeros(spec.shape().getShape()));
                SiT network = new SiT(c, Precision.FLOAT32, parameters.borrowed())) {
            float[] image = RandomParameters.normal(2 * channels * size * size, 1, 4);
            NDArray x = arena.of(image, 2, channels, size, size);
            NDArray back = network.unpatchify(network.embeddings().patches(x));
            assertThat(back.getShape()).isEqualTo(x.getShape());
            assertThat(back.toFloatArray()).isEqualTo(image);
        }
    }

    /** [D, C, p, p]: entry (i·p + j)·C + channel of a token is the pixel (channel, i, j). */
    private static float[] reorder(SiTConfig c) {
        int p = c.patchSize();
        float[] weight = new float[c.width() * c.width()];
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < p; j++) {
                for (int channel = 0; channel < c.channels(); channel++) {
                    int token = (i * p + j) * c.channels() + channel;
                    int pixel = (channel * p + i) * p + j;
                    weight[token * c.width() + pixel] = 1;
                }
            }
        }
        return weight;
    }

    @ParameterizedTest
    @MethodSource("configs")
    void lastLayerEqualsTheTwin(SiTConfig c, Arena arena) {
        try (SiT network = random(c);
                GradMode off = GradMode.off()) {
            TwinSiT twin = twin(network);
            float[] tokens = RandomParameters.normal(c.tokens() * c.width(), 1, 8);
            float[] vector = RandomParameters.normal(c.width(), 1, 9);
            double[][] want =
                    twin.finalTokens(TwinWeights.rows(widened(tokens), c.width()), widened(vector));
            NDArray x = arena.of(tokens, 1, c.tokens(), c.width());
            try (Conditioning conditioning = network.modulations(arena.of(vector, 1, c.width()))) {
                assertThat(conditioning.modulations()).hasSize(c.depth() + 1);
                assertThat(conditioning.block(0).getShape())
                        .isEqualTo(new Shape(1, 6L * c.width()));
                NDArray got = network.finalTokens(x, conditioning);
                assertThat(relative(doubles(got), flat(want))).isLessThan(2e-6);
                assertClose(network.unpatchify(got), twin.unpatchify(want), 2e-5, 2e-5);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7, 8, 256, 257})
    void sinusoidIsCosinesThenSines(int width, Arena arena) {
        double[] times = {0, 1, 0.25, 1e-3, 12};
        float[] t = new float[times.length];
        double[][] want = new double[times.length][];
        for (int i = 0; i < t.length; i++) {
            t[i] = (float) times[i];
            want[i] = TwinSiT.sinusoid(t[i], width);
        }
        NDArray got = Embeddings.sinusoid(arena.of(t, t.length), width);
        assertThat(got.getShape()).isEqualTo(new Shape(t.length, width));
        assertClose(got, flat(want), 1e-5, 0); // float32 angles up to 12
    }

    @Test
    void timeAndLabelsAreAdded(Arena arena) {
        SiTConfig c = new SiTConfig(8, 4, 1, 16, 1, 2, 2, 4, 0.1, true, true);
        try (SiT network = random(c)) {
            TwinSiT twin = twin(network);
            Embeddings in = network.embeddings();
            NDArray t = arena.of(new float[] {0, 0.6f}, 2);
            NDArray labels = arena.of(new long[] {4, 1}, 2);
            double[][] want = {twin.conditioning(0, 4), twin.conditioning(0.6f, 1)};
            assertClose(in.time(t), flat(new double[][] {twin.time(0), twin.time(0.6f)}), 5e-6, 0);
            assertClose(in.conditioning(t, labels), flat(want), 5e-6, 5e-6);
            NDArray one = arena.zeros(1); // shared by all samples
            double[][] shared = {twin.conditioning(0, 4), twin.conditioning(0, 1)};
            assertClose(in.conditioning(one, labels), flat(shared), 5e-6, 5e-6);
            assertThat(LeakCheck.openedBy(() -> in.conditioning(t, labels))).isEqualTo(1);
        }
    }

    private static SiT random(SiTConfig c) {
        return new SiT(c, Precision.FLOAT32, RandomParameters.of(SiTNames.of(c), 13));
    }

    private static TwinSiT twin(SiT network) {
        return new TwinSiT(network.architecture(), TwinWeights.of(network.parameters()));
    }

    private static float[] image(SiTConfig c) {
        return RandomParameters.normal(c.channels() * c.imageSize() * c.imageSize(), 1, 6);
    }
}
