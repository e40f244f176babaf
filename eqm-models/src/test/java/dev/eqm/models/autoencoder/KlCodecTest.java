package dev.eqm.models.autoencoder;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.data.Percentage.withPercentage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.nn.RandomParameters;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The kernels against diffusers' numbers ({@link TinyKl}) and against {@link TwinKl}. */
@ExtendWith(LeakCheck.class)
class KlCodecTest {
    /** diffusers' float32 differs from its float64 by 1.1e-6 to 2.4e-6 here. */
    private static final double NOISE = 2.4e-6;

    private final Map<String, TensorData> golden = TinyKl.golden();
    private GradMode off;

    @BeforeEach
    void withoutGraph() {
        off = GradMode.off();
    }

    @AfterEach
    void restore() {
        off.close();
    }

    private NDArray array(Arena arena, String name) {
        return TinyKl.array(arena, golden.get(name));
    }

    /** Both halves side by side, as the encoder answers. */
    private static float[] moments(DiagonalGaussian posterior) {
        try (Scope scope = Scope.open()) {
            return posterior.mean().concat(posterior.logVariance(), 1).toFloatArray();
        }
    }

    private static NDArray unscaled(Arena arena, TensorData z, KlConfig config) {
        float[] states = z.floats();
        for (int i = 0; i < states.length; i++) {
            states[i] *= (float) config.scale();
        }
        return arena.of(states, z.shape());
    }

    @Test
    void equalsDiffusers(Arena arena) {
        try (KlCodec codec = TinyKl.codec();
                Scope scope = Scope.open()) {
            for (String set : List.of("one", "whole")) {
                DiagonalGaussian posterior = codec.posterior(array(arena, set + "_x"));
                assertClose(
                        moments(posterior), golden.get(set + "_moments").floats(), 20 * NOISE, 0);
                NDArray states = unscaled(arena, golden.get(set + "_z"), codec.config());
                assertClose(
                        codec.decode(states).toFloatArray(),
                        golden.get(set + "_decoded").floats(),
                        20 * NOISE,
                        0);
            }
        }
    }

    @Test
    void tilesEqualThoseOfDiffusers(Arena arena) {
        try (KlCodec codec = TinyKl.codec(new Tiles(16), Precision.FLOAT32);
                KlCodec whole = TinyKl.codec();
                Scope scope = Scope.open()) {
            NDArray x = array(arena, "whole_x");
            NDArray states = unscaled(arena, golden.get("whole_z"), codec.config());
            assertClose(
                    moments(codec.posterior(x)),
                    golden.get("tiled_moments").floats(),
                    20 * NOISE,
                    0);
            float[] decoded = codec.decode(states).toFloatArray();
            assertClose(decoded, golden.get("tiled_decoded").floats(), 20 * NOISE, 0);
            assertThat(decoded).isNotEqualTo(whole.decode(states).toFloatArray());
        }
    }

    /** A picture that fits into one tile is coded whole, to the same bits. */
    @Test
    void oneTileIsThePicture(Arena arena) {
        try (KlCodec codec = TinyKl.codec(new Tiles(48), Precision.FLOAT32);
                KlCodec whole = TinyKl.codec();
                Scope scope = Scope.open()) {
            NDArray x = array(arena, "whole_x");
            NDArray z = array(arena, "whole_z");
            assertThat(codec.decode(z).toFloatArray()).isEqualTo(whole.decode(z).toFloatArray());
            assertThat(codec.encode(x).toFloatArray()).isEqualTo(whole.encode(x).toFloatArray());
        }
    }

    @Test
    void drawsFromThePosteriorAsDiffusersDoes(Arena arena) {
        try (KlCodec codec = TinyKl.codec();
                Scope scope = Scope.open()) {
            NDArray x = array(arena, "one_x");
            NDArray noise = array(arena, "noise");
            float scale = (float) codec.config().scale();
            float[] drawn = codec.posterior(x).sample(noise).toFloatArray();
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] *= scale;
            }
            assertClose(drawn, golden.get("sample").floats(), 20 * NOISE, 0);
            assertClose(codec.encode(x).toFloatArray(), golden.get("mode").floats(), 20 * NOISE, 0);
        }
    }

    /** Row i depends on (seed, index) alone. */
    @Test
    void drawsAreAFunctionOfSeedAndIndex(Arena arena) {
        try (KlCodec codec = TinyKl.codec();
                Scope scope = Scope.open()) {
            NDArray x = array(arena, "one_x");
            NDArray last = x.get(new NDIndex("1:2"));
            float[] both = codec.encode(x, 7, new long[] {3, 9}).toFloatArray();
            float[] alone = codec.encode(last, 7, new long[] {9}).toFloatArray();
            assertThat(Arrays.copyOfRange(both, alone.length, both.length)).isEqualTo(alone);
            assertThat(codec.encode(last, 7, new long[] {8}).toFloatArray()).isNotEqualTo(alone);
            assertThat(codec.encode(last, 8, new long[] {9}).toFloatArray()).isNotEqualTo(alone);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> codec.encode(x, 7, new long[1]))
                    .withMessageContaining("one index for each of the 2 images");
        }
    }

    @Test
    void anImageDoesNotDependOnItsBatch(Arena arena) {
        try (KlCodec codec = TinyKl.codec();
                Scope scope = Scope.open()) {
            NDArray z = array(arena, "one_z");
            float[] both = codec.decode(z).toFloatArray();
            float[] last = codec.decode(z.get(new NDIndex("1:2"))).toFloatArray();
            assertThat(Arrays.copyOfRange(both, last.length, both.length)).isEqualTo(last);
        }
    }

    /** Greyscale, one level, other widths: what no golden number covers. */
    @Test
    void equalsTheTwin(Arena arena) {
        for (KlConfig config :
                List.of(
                        new KlConfig(1, List.of(6), 1, 2, 3, 1),
                        new KlConfig(3, List.of(4, 12), 1, 3, 4, 0.5))) {
            double[] errors = twinErrors(arena, config, Precision.FLOAT32);
            assertThat(errors[0]).as("%s encoded", config).isLessThan(5e-6);
            assertThat(errors[1]).as("%s decoded", config).isLessThan(5e-6);
        }
    }

    /** Eight bits of mantissa; below 1e-4 it would be float32 in disguise. */
    @Test
    void equalsTheTwinInBfloat16AsFarAsItsDigitsGo(Arena arena) {
        double[] errors = twinErrors(arena, TinyKl.CONFIG, Precision.BFLOAT16);
        assertThat(errors[0]).isBetween(1e-4, 3e-2);
        assertThat(errors[1]).isBetween(1e-4, 3e-2);
    }

    /** Largest error of encoder and decoder over the largest number. */
    private static double[] twinErrors(Arena arena, KlConfig config, Precision precision) {
        Parameters parameters = RandomParameters.of(config.specs(), 3);
        int f = config.factor();
        try (KlCodec codec = new KlCodec(config, Tiles.NONE, precision, parameters);
                Scope scope = Scope.open()) {
            float[] x = RandomParameters.normal(config.pictureChannels() * 12 * f * f, 0.7, 1);
            float[] z = RandomParameters.normal(config.latentChannels() * 12, 2, 2);
            TwinKl image = new TwinKl(config.pictureChannels(), 4 * f, 3 * f, doubles(x));
            TwinKl latent = new TwinKl(config.latentChannels(), 4, 3, doubles(z));
            float[] states = z.clone();
            for (int i = 0; i < z.length; i++) {
                states[i] *= (float) config.scale();
            }
            NDArray pictures = arena.of(x, 1, config.pictureChannels(), 4L * f, 3L * f);
            NDArray decoded = codec.decode(arena.of(states, 1, config.latentChannels(), 4, 3));
            return new double[] {
                relative(
                        moments(codec.posterior(pictures)),
                        TwinKl.run(config.encoder(), parameters, config.groups(), image).x()),
                relative(
                        decoded.toFloatArray(),
                        TwinKl.run(config.decoder(), parameters, config.groups(), latent).x())
            };
        }
    }

    private static double relative(float[] got, double[] want) {
        assertThat(got).hasSameSizeAs(want);
        double error = 0;
        for (int i = 0; i < got.length; i++) {
            error = Math.max(error, Math.abs(got[i] - want[i]));
        }
        return error / Arrays.stream(want).map(Math::abs).max().orElseThrow();
    }

    private static double[] doubles(float[] values) {
        double[] all = new double[values.length];
        Arrays.setAll(all, i -> values[i]);
        return all;
    }

    /** In-place operations of the kernels leave the gradient right. */
    @Test
    void theDecoderCanBeDifferentiatedByTheStates(Arena arena) {
        try (KlCodec codec = TinyKl.codec();
                GradMode on = GradMode.on();
                Scope scope = Scope.open()) {
            float[] z = RandomParameters.normal(16, 0.3, 5);
            NDArray x = Autograd.variable(arena.of(z, 1, 4, 2, 2));
            float[] gradient = Autograd.gradient(codec.decode(x).sum(), x).toFloatArray();
            float step = 1e-2f;
            for (int i : new int[] {0, 5, 15}) {
                double rise = sumAt(arena, codec, z, i, step) - sumAt(arena, codec, z, i, -step);
                assertThat((double) gradient[i]).isCloseTo(rise / (2 * step), withPercentage(2));
            }
        }
    }

    private static double sumAt(Arena arena, KlCodec codec, float[] z, int i, float step) {
        float[] moved = z.clone();
        moved[i] += step;
        try (Scope scope = Scope.open()) {
            float[] decoded = codec.decode(arena.of(moved, 1, 4, 2, 2)).toFloatArray();
            double sum = 0;
            for (float v : decoded) {
                sum += v;
            }
            return sum;
        }
    }

    @Test
    void whatDoesNotFitIsRefused(Arena arena) {
        try (KlCodec codec = TinyKl.codec()) {
            assertThat(codec.pictureShape(new Shape(4, 8, 6))).isEqualTo(new Shape(3, 32, 24));
            for (Shape wrong : List.of(new Shape(3, 8, 8), new Shape(4, 8))) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> codec.pictureShape(wrong))
                        .withMessageContainingAll("4 channels", wrong.toString());
            }
            for (long[] wrong :
                    new long[][] {{1, 1, 8, 8}, {1, 3, 8, 6}, {1, 3, 6, 8}, {3, 8, 8}}) {
                NDArray x = arena.zeros(wrong);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> codec.posterior(x))
                        .withMessageContaining("multiples of 4");
            }
        }
        for (int wrong : new int[] {-16, 8, 24}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TinyKl.codec(new Tiles(wrong), Precision.FLOAT32))
                    .withMessageStartingWith("tile must");
        }
    }
}
