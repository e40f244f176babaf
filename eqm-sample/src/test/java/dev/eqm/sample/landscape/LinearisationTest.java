package dev.eqm.sample.landscape;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.device.Precision;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.KernelException;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Noise;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.sit.SiT;
import dev.eqm.sample.GoldenSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class LinearisationTest {
    @Test
    void bothProductsAreThoseOfTheMatrix(Arena arena) {
        Field field = Matrices.linear(arena, new double[] {1, 2, 0, 0, 3, 4, 5, 0, -1});
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            Linearisation jacobian = Linearisation.of(field, Matrices.states(arena, 2, 3));
            NDArray u = arena.of(new double[] {1, 0, 0, 1, 2, 3}, 2, 3, 1, 1);
            assertThat(jacobian.product(u).toDoubleArray()).containsExactly(1, 0, 5, 5, 18, 2);
            assertThat(jacobian.transposed(u).toDoubleArray()).containsExactly(1, 2, 0, 16, 8, 5);
            assertThat(jacobian.product(u).hasGradient()).isFalse();
        }
    }

    /** f = (x ⊙ x)M: the Jacobian is another one at every state. */
    @Test
    void theJacobianIsThatOfTheState(Arena arena) {
        Field linear = Matrices.linear(arena, new double[] {1, 2, 3, 4});
        Field field = x -> linear.gradient(x.mul(x));
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            NDArray x = arena.of(new double[] {1, 10, 2, -1}, 2, 2, 1, 1);
            Linearisation jacobian = Linearisation.of(field, x); // M·diag(2x)
            NDArray ones = x.onesLike();
            assertThat(jacobian.product(ones).toDoubleArray()).containsExactly(42, 86, 0, 4);
            assertThat(jacobian.transposed(ones).toDoubleArray()).containsExactly(8, 120, 16, -12);
            assertThat(jacobian.gradient().toDoubleArray()).containsExactly(201, 403, 6, 16);
        }
    }

    /** Through every kernel of the transformer, in float32. */
    @Test
    void aNetworkAgreesWithFiniteDifferences(Arena arena) {
        try (SiT stored = GoldenSet.tiny();
                FieldModel model =
                        stored.architecture()
                                .twiceDifferentiable(Precision.FLOAT32, stored.parameters());
                GradMode off = GradMode.off();
                Field field = model.condition(new long[] {1, 7});
                Scope scope = Scope.open()) {
            NDArray x = Noise.normal(arena, new long[] {1, 2}, model.sampleShape());
            NDArray u = Noise.normal(arena, new long[] {3, 4}, model.sampleShape());
            NDArray v = Noise.normal(arena, new long[] {5, 6}, model.sampleShape());
            Linearisation jacobian = Linearisation.of(field, x);
            assertClose(jacobian.gradient(), field.gradient(x), 1e-5, 1e-5);
            double h = 1e-2;
            NDArray ahead = field.gradient(Arithmetic.axpy(x, h, v));
            NDArray behind = field.gradient(Arithmetic.axpy(x, -h, v));
            NDArray want = Arithmetic.scale(ahead.sub(behind), 1 / (2 * h));
            NDArray got = jacobian.product(v);
            double largest = want.abs().max().toFloatArray()[0];
            assertThat(largest).isGreaterThan(0.1);
            assertClose(got, want, 4e-3 * largest, 0);
            double forth = u.mul(got).sum().toFloatArray()[0];
            double back = jacobian.transposed(u).mul(v).sum().toFloatArray()[0];
            assertThat(back).isCloseTo(forth, within(1e-4 * Math.abs(forth) + 1e-3));
        }
    }

    @Test
    void fieldsWithoutASecondDerivativeAreRefused(Arena arena) {
        try (SiT model = GoldenSet.tiny();
                GradMode off = GradMode.off();
                Field flash = model.condition(new long[] {0});
                Scope scope = Scope.open()) {
            NDArray x = Noise.normal(arena, new long[] {1}, model.sampleShape());
            assertThatThrownBy(() -> Linearisation.of(flash, x).product(x))
                    .isInstanceOf(KernelException.class)
                    .hasMessageContaining("autograd.py:product");
            Field inJava = y -> arena.of(y.toFloatArray(), y.getShape().getShape());
            assertThatThrownBy(() -> Linearisation.of(inJava, x))
                    .isInstanceOf(KernelException.class);
        }
    }
}
