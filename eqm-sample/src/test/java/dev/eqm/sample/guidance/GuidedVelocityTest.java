package dev.eqm.sample.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.random.Noise;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.sit.SiT;
import dev.eqm.sample.GoldenSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class GuidedVelocityTest {
    private static final long[] LABELS = {3, 7};

    /** Times in any order, also the same twice. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 1.5})
    void isMinusTheFieldAtThatTime(double scale, Arena arena) {
        Guidance guidance = new Guidance(scale, 0);
        try (SiT model = GoldenSet.tinyWithTime();
                GradMode off = GradMode.off();
                VelocityField velocity = guidance.velocity(model, 0, LABELS)) {
            NDArray x = Noise.normal(arena, new long[] {1, 2}, model.sampleShape());
            float[] before = null;
            for (double t : new double[] {0, 0.3, 0.3, 1, 0}) {
                float[] got = velocity.velocity(x, t).neg().toFloatArray();
                try (FieldModel.Conditioned field = guidance.condition(model, LABELS, t)) {
                    assertThat(got).isEqualTo(field.gradient(x).toFloatArray());
                }
                if (t == 1) {
                    assertThat(got).isNotEqualTo(before);
                }
                before = got;
            }
        }
    }

    @Test
    void aModelWithoutTimeDoesNotCare(Arena arena) {
        try (SiT model = GoldenSet.tiny();
                GradMode off = GradMode.off();
                VelocityField velocity = Guidance.NONE.velocity(model, 0, LABELS)) {
            NDArray x = Noise.normal(arena, new long[] {1, 2}, model.sampleShape());
            assertThat(velocity.velocity(x, 0.7).toFloatArray())
                    .isEqualTo(velocity.velocity(x, 0).toFloatArray());
        }
    }

    @Test
    void wrongLabelsFailAtOnce() {
        try (SiT model = GoldenSet.tiny()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Guidance.NONE.velocity(model, 0, new long[] {11}))
                    .withMessageContaining("label 11");
        }
    }
}
