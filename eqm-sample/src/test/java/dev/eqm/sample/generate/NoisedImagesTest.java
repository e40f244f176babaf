package dev.eqm.sample.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.random.Noise;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.core.testing.NearTo;
import dev.eqm.models.sit.SiT;
import dev.eqm.sample.GoldenSet;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.guidance.LateStart;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class NoisedImagesTest {
    private static final Shape SAMPLE = new Shape(1, 2, 2);

    @Test
    void eachImageStartsOnItsPath(Arena arena) {
        float[] pixels = Noise.normal(arena, new long[] {1, 2, 3}, SAMPLE).toFloatArray();
        NoisedImages start = new NoisedImages(pixels, SAMPLE, List.of(0.0, 1.0, 0.25));
        NDArray noise = Noise.normal(arena, new long[] {4, 5}, SAMPLE);
        float[] eps = noise.toFloatArray();
        float[] got;
        try (GradMode off = GradMode.off()) {
            got = start.of(1, noise).toFloatArray(); // images 1 and 2
        }
        for (int k = 0; k < 4; k++) {
            assertThat(got[k]).isEqualTo(pixels[4 + k]);
            double want = 0.25 * pixels[8 + k] + 0.75 * eps[4 + k];
            assertThat((double) got[4 + k]).isCloseTo(want, within(1e-6));
        }
    }

    /** u(x, s) = (1 − γ)·v(x, γ + s(1 − γ)). */
    @Test
    void aLateStartRunsTheRestOfThePath(Arena arena) {
        LateStart late = new LateStart(Guidance.NONE, 0.6);
        long[] labels = {1, 2};
        try (SiT model = GoldenSet.tinyWithTime();
                GradMode off = GradMode.off();
                VelocityField whole = Guidance.NONE.velocity(model, 0, labels);
                VelocityField rest = late.velocity(model, 0, labels)) {
            NDArray x = Noise.normal(arena, new long[] {1, 2}, model.sampleShape());
            double[] v = NearTo.doubles(whole.velocity(x, 0.8));
            double[] u = NearTo.doubles(rest.velocity(x, 0.5));
            for (int i = 0; i < v.length; i++) {
                assertThat(u[i]).isCloseTo(0.4 * v[i], within(1e-5));
            }
        }
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> new NoisedImages(new float[4], SAMPLE, List.of(1.1)))
                .hasMessage("gamma must lie in [0, 1], got 1.1");
        assertThatThrownBy(() -> new NoisedImages(new float[4], SAMPLE, List.of(0.1, 0.2)))
                .hasMessageContaining("one for each of 1 images, got 2");
        assertThatThrownBy(() -> new NoisedImages(new float[5], SAMPLE, List.of(0.1)))
                .hasMessageContaining("complete images");
        try (SiT model = GoldenSet.tiny()) {
            assertThatThrownBy(
                            () ->
                                    new NoisedImages(new float[4], SAMPLE, List.of(0.1))
                                            .requireFits(model))
                    .hasMessageContaining("images of (1, 2, 2) for a model of (4, 8, 8)");
        }
    }
}
