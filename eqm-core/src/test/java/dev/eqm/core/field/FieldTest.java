package dev.eqm.core.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class FieldTest {
    @Test
    void aFieldKnowsItsGradientAlone(Arena arena) {
        NDArray x = arena.of(new float[] {1, 2}, 2);
        Field field = NDArray::duplicate;
        assertThat(field.knowsEnergy()).isFalse();
        assertThat(field.restricted(new int[] {1}).knowsEnergy()).isFalse();
        assertThatThrownBy(() -> field.energy(x))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessageContaining("only the gradient of this field is known");
        assertThatThrownBy(() -> field.at(x))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessageContaining("only the gradient of this field is known");
    }

    @Test
    void anEnergyAndAGradientAreAPlace(Arena arena) {
        NDArray x = arena.of(new float[] {1, 2}, 2);
        Field bowl =
                new Field() {
                    @Override
                    public NDArray gradient(NDArray at) {
                        return at.duplicate();
                    }

                    @Override
                    public boolean knowsEnergy() {
                        return true;
                    }

                    @Override
                    public NDArray energy(NDArray at) {
                        return at.mul(at);
                    }
                };
        Field.Point point = bowl.at(x);
        assertThat(point.energy().toFloatArray()).containsExactly(1, 4);
        assertThat(point.gradient().toFloatArray()).containsExactly(1, 2);
    }
}
