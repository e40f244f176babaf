package dev.eqm.core.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.testing.LeakCheck;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class AnswersTest {
    @Test
    void aVelocityIsOfTheShapeAndTypeOfItsStates(Arena arena) {
        NDArray x = arena.full(1, 2, 3);
        VelocityField narrow = VelocityField.of(y -> arena.zeros(2, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> narrow.velocity(x, 0))
                .withMessageContaining("exactly the shape of its states, (2, 3), got (2, 1)");
        VelocityField mixed = VelocityField.of(y -> y.toType(DataType.FLOAT64, false));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mixed.velocity(x, 0))
                .withMessageContaining("the type of its states, float32, got float64");
        assertThat(VelocityField.of(y -> y.neg()).velocity(x, 0).toFloatArray()).containsOnly(1);
    }

    /** More rows than states: the field has rows of its own, and was asked about some. */
    @Test
    void tellsAFieldWithRowsOfItsOwnWhatItLacks(Arena arena) {
        NDArray targets = arena.zeros(4, 3);
        Field field = y -> targets.sub(y);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                Answers.gradient(
                                        field.gradient(arena.zeros(1, 3)), arena.zeros(1, 3)))
                .withMessageContaining("got (4, 3)")
                .withMessageContaining("Field.restricted")
                .withMessageContaining("isRestrictable");
    }

    /** ½‖f‖² has a gradient whatever the shape of f is, and ⟨x, f⟩ stretches f. */
    @Test
    void anExplicitEnergyNeedsAnAnswerOfTheShapeOfItsStates(Arena arena) {
        NDArray x = arena.full(0.5, 2, 3);
        for (Map.Entry<String, Energy> energy : Energies.examples().entrySet()) {
            Field wrong = new Differentiated(energy.getValue(), y -> y.sum(new int[] {1}, true));
            assertThatIllegalArgumentException()
                    .as(energy.getKey())
                    .isThrownBy(() -> wrong.gradient(x))
                    .withMessageContaining("(2, 3), got (2, 1)");
            assertThatIllegalArgumentException().isThrownBy(() -> wrong.energy(x));
        }
    }

    @Test
    void anEnergyIsOneNumberForEachState(Arena arena) {
        NDArray x = arena.full(0.5, 2, 3);
        Energy[] wrong = {
            (y, f) -> y.mul(f).sum(),
            (y, f) -> y.mul(f).sum(new int[] {1}, true),
            (y, f) -> y.mul(f)
        };
        for (Energy energy : wrong) {
            Field field = new Differentiated(energy, y -> y.duplicate());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> field.at(x))
                    .withMessageContaining("the energy of 2 states must have the shape (2), got ");
            assertThatIllegalArgumentException().isThrownBy(() -> field.energy(x));
        }
    }

    @Test
    void wrappersPassOnThatAFieldCannotBeRestricted() {
        Field bound =
                new Field() {
                    @Override
                    public NDArray gradient(NDArray x) {
                        return x.duplicate();
                    }

                    @Override
                    public boolean isRestrictable() {
                        return false;
                    }
                };
        assertThat(VelocityField.of(bound).isRestrictable()).isFalse();
        assertThat(new Differentiated(new DotProduct(), bound).isRestrictable()).isFalse();
        assertThat(VelocityField.of(x -> x).isRestrictable()).isTrue();
    }
}
