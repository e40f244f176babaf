package dev.eqm.sample.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.data.Pixels;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.testing.LeakCheck;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class DequantisationTest {
    private static float[] bytes(int... values) {
        float[] pixels = new float[values.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = Pixels.normalize(values[i]);
        }
        return pixels;
    }

    @Test
    void noiseFillsTheCellOfAByteAndNoOther() {
        float[] pixels = new float[4 * 5000];
        Arrays.fill(pixels, Pixels.normalize(200));
        float[] noisy = Dequantisation.of(pixels, new long[] {1, 2, 3, 4});
        double mean = 0;
        double least = 1;
        double most = 0;
        for (float x : noisy) {
            double u = (x + 1) * 127.5 - 200 + 0.5;
            least = Math.min(least, u);
            most = Math.max(most, u);
            mean += u / noisy.length;
        }
        assertThat(least).isBetween(-1e-4, 0.001);
        assertThat(most).isBetween(0.999, 1.0001);
        assertThat(mean).isCloseTo(0.5, within(0.008)); // four standard errors
    }

    @Test
    void imagesDoNotKnowEachOther() {
        float[] all = Dequantisation.of(bytes(0, 255, 7, 8), new long[] {5, 6});
        assertThat(Dequantisation.of(bytes(7, 8), new long[] {6})).containsExactly(all[2], all[3]);
        assertThat(Dequantisation.of(bytes(7, 8), new long[] {7})[0]).isNotEqualTo(all[2]);
    }

    @Test
    void whatIsNoByteIsRefused() {
        for (float wrong : new float[] {0.1f, 1.2f, Float.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Dequantisation.of(new float[] {1, wrong}, new long[] {0, 1}))
                    .withMessageContaining("image 1 has the value " + wrong)
                    .withMessageContaining("8-bit images");
        }
    }

    /**
     * A flow that carries noise to N(0, s²) exactly: bits a dimension are those of the Gaussian
     * density at the dequantised bytes, plus log₂ 127.5, and never less than what the bytes need.
     */
    @Test
    void bitsOfAGaussianAreItsOwn(Arena arena) {
        double s = 0.4;
        VelocityField v =
                (x, t) -> {
                    double a =
                            (t[0] * s * s - (1 - t[0]))
                                    / (t[0] * t[0] * s * s + Math.pow(1 - t[0], 2));
                    return x.mul(arena.of(new double[] {a}));
                };
        float[] noisy = Dequantisation.of(bytes(100, 128, 140, 60), new long[] {1, 2});
        double[] wide = new double[4];
        for (int i = 0; i < 4; i++) {
            wide[i] = noisy[i];
        }
        NDArray x = arena.of(wide, 2, 2);
        double[] bits =
                new Likelihood(400, 1, Probe.RADEMACHER)
                        .of(v, x, new long[] {1, 2})
                        .bitsPerDimension();
        for (int i = 0; i < 2; i++) {
            double want = 0;
            for (int j = 0; j < 2; j++) {
                double z = wide[2 * i + j] / s;
                want += (z * z / 2 + Math.log(s * Math.sqrt(2 * Math.PI))) / Math.log(2) / 2;
            }
            assertThat(bits[i]).isCloseTo(want + Math.log(127.5) / Math.log(2), within(1e-3));
        }
    }
}
