package dev.eqm.sample.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.random.Noise;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.sample.sampler.SampleResult;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;
import dev.eqm.sample.sampler.UpdateRule;
import dev.eqm.sample.sampler.UpdateRules;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(LeakCheck.class)
class MaskedTest {
    private static final Shape SAMPLE = new Shape(1, 4, 4);

    static Collection<UpdateRule> rules() {
        return UpdateRules.examples().values();
    }

    /** Columns 0 and 1 are known. */
    private static NDArray leftKnown(Arena arena) {
        float[] known = new float[16];
        for (int i = 0; i < 16; i++) {
            known[i] = i % 4 < 2 ? 1 : 0;
        }
        return arena.hold(arena.of(known, 1, 1, 4, 4));
    }

    /** E = ‖x‖²/2, as an energy, so that rules that need one run too. */
    private record Bowl(Arena arena) implements Field {
        @Override
        public boolean knowsEnergy() {
            return true;
        }

        @Override
        public NDArray gradient(NDArray x) {
            return x.duplicate();
        }

        @Override
        public NDArray energy(NDArray x) {
            return Arithmetic.scale(x.mul(x).sum(new int[] {1, 2, 3}), arena.scalar(0.5));
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void knownPixelsEndBitForBit(UpdateRule rule, Arena arena) {
        NDArray images = Noise.normal(arena, new long[] {1, 2, 3}, SAMPLE);
        NDArray noise = Noise.normal(arena, new long[] {4, 5, 6}, SAMPLE);
        NDArray known = leftKnown(arena);
        for (int ramp : new int[] {1, 5}) {
            SampleResult result =
                    new Sampler(new KeepKnown(rule, images, known, ramp), new StopRule.MaxSteps(6))
                            .run(new Masked(new Bowl(arena), known), noise);
            float[] got = result.x().toFloatArray();
            float[] image = images.toFloatArray();
            float[] before = noise.toFloatArray();
            for (int i = 0; i < got.length; i++) {
                if (i % 4 < 2) {
                    assertThat(Float.floatToRawIntBits(got[i]))
                            .as("%s, ramp %d, pixel %d", rule, ramp, i)
                            .isEqualTo(Float.floatToRawIntBits(image[i]));
                } else {
                    assertThat(got[i]).as("%s moves the others", rule).isNotEqualTo(before[i]);
                }
            }
        }
    }

    /** On the ramp, γ·image + (1 − γ)ε with γ = step/ramp. */
    @Test
    void theRampIsTheStraightPath(Arena arena) {
        NDArray images = Noise.normal(arena, new long[] {1, 2}, SAMPLE);
        NDArray noise = Noise.normal(arena, new long[] {3, 4}, SAMPLE);
        NDArray known = leftKnown(arena);
        UpdateRule rule = rules().iterator().next();
        float[] image = images.toFloatArray();
        float[] eps = noise.toFloatArray();
        new Sampler(new KeepKnown(rule, images, known, 4), new StopRule.MaxSteps(4))
                .run(
                        new Masked(new Bowl(arena), known),
                        noise,
                        (number, step, norms) -> {
                            float[] x = step.x().toFloatArray();
                            double g = number / 4.0;
                            for (int i = 0; i < x.length; i++) {
                                if (i % 4 < 2) {
                                    assertThat((double) x[i])
                                            .isCloseTo(
                                                    g * image[i] + (1 - g) * eps[i],
                                                    org.assertj.core.api.Assertions.within(1e-6));
                                }
                            }
                        });
    }

    @Test
    void theMaskedGradientIsZeroOnKnownPixels(Arena arena) {
        NDArray x = Noise.normal(arena, new long[] {1, 2}, SAMPLE);
        Field masked = new Masked(y -> y.duplicate(), leftKnown(arena));
        float[] g = masked.restricted(new int[] {0, 1}).gradient(x).toFloatArray();
        float[] plain = x.toFloatArray();
        for (int i = 0; i < g.length; i++) {
            assertThat(g[i]).isEqualTo(i % 4 < 2 ? 0f : plain[i]);
        }
        Field energy = new Masked(new Bowl(arena), leftKnown(arena));
        assertThat(energy.knowsEnergy()).isTrue();
        assertThat(energy.restricted(new int[] {0}).knowsEnergy()).isTrue();
    }

    @Test
    void refusesMasksOfAWrongSize(Arena arena) {
        NDArray images = Noise.normal(arena, new long[] {1}, SAMPLE);
        UpdateRule rule = rules().iterator().next();
        assertThatThrownBy(() -> new KeepKnown(rule, images, arena.zeros(1, 1, 4, 5), 1))
                .hasMessageContaining("a mask of (1, 1, 4, 5) does not fit states of (1, 1, 4, 4)");
        assertThatThrownBy(() -> new KeepKnown(rule, images, arena.zeros(1, 1, 4, 4), 0))
                .hasMessageContaining("ramp must be at least 1");
    }
}
