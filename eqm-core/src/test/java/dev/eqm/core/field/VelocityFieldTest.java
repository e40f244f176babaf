package dev.eqm.core.field;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class VelocityFieldTest {
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1})
    void isMinusTheGradientAtAnyTime(double t) {
        try (Arena arena = Arena.cpu("states")) {
            NDArray x = arena.of(new float[] {1, -2, 3}, 3);
            VelocityField v = VelocityField.of(y -> y.square()); // E = sum of y³/3
            assertThat(v.velocity(x, t).toFloatArray()).containsExactly(-1, -4, -9);
        }
    }

    @Test
    void freesTheGradientAndLeavesTheStatesOpen(Arena arena) {
        NDArray x = arena.full(2, 4);
        VelocityField v = VelocityField.of(y -> y.square().neg().neg());
        assertThat(LeakCheck.openedBy(() -> v.velocity(x, 0))).isEqualTo(1);
        assertThat(x.toFloatArray()).containsOnly(2);
    }

    @Test
    void fieldMayAnswerWithAnArrayThatIsNotItsOwn(Arena arena) {
        NDArray x = arena.full(2, 4);
        NDArray slope = arena.full(5, 4);
        assertThat(VelocityField.of(y -> y).velocity(x, 0).toFloatArray()).containsOnly(-2);
        assertThat(VelocityField.of(y -> slope).velocity(x, 0).toFloatArray()).containsOnly(-5);
        assertThat(x.toFloatArray()).containsOnly(2);
        assertThat(slope.toFloatArray()).containsOnly(5);
    }
}
