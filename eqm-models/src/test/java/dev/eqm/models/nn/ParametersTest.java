package dev.eqm.models.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.LeakCheck;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class ParametersTest {
    private static final List<ParameterSpec> SPECS =
            List.of(
                    ParameterSpec.fixed("table", new float[] {1, 2, 3}, 3),
                    ParameterSpec.trained("b.weight", new Init.XavierUniform(), 4, 2, 3),
                    ParameterSpec.trained("a.bias", new Init.Zeros(), 4),
                    ParameterSpec.trained("scalar", new Init.Normal(1)));

    @Test
    void keepsTheOrderOfTheSpecs() {
        try (Parameters p = fresh(1)) {
            assertThat(p.specs()).isEqualTo(SPECS);
            assertThat(p.all()).map(NDArray::getShape).isEqualTo(shapes(p.specs()));
            assertThat(p.trainable()).map(NDArray::getShape).isEqualTo(shapes(p.trainableSpecs()));
            assertThat(p.trainableSpecs())
                    .map(ParameterSpec::name)
                    .containsExactly("b.weight", "a.bias", "scalar");
            assertThat(p.get("", "a.bias", "table")).map(a -> a.getShape().size()).contains(4L, 3L);
            assertThat(p.get("b.", "weight").head()).isSameAs(p.get("b.weight"));
            assertThat(p.count()).isEqualTo(3 + 24 + 4 + 1);
            assertThat(p.device()).isEqualTo(Device.cpu());
        }
    }

    @Test
    void onlyTrainedOnesCarryGradients() {
        try (Parameters p = fresh(1)) {
            assertThat(p.get("table").hasGradient()).isFalse();
            assertThat(p.trainable()).allMatch(NDArray::hasGradient);
        }
    }

    @Test
    void unknownNamesAreRefused() {
        try (Parameters p = fresh(1)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> p.get("b.bias"))
                    .withMessage("no parameter b.bias");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> p.get("b.", "weight", "bias"))
                    .withMessage("no parameter b.bias");
        }
    }

    @Test
    void wrongShapesOfASourceAreNamedAndNothingStaysOpen() {
        long open = LeakCheck.openArrays();
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Parameters.of(Device.cpu(), SPECS, (arena, spec) -> arena.zeros(3)))
                .withMessage("b.weight must have shape (4, 2, 3), got (3)");
        assertThat(LeakCheck.openArrays()).isEqualTo(open);
    }

    @Test
    void survivesTheScopeInWhichItWasMade() {
        Parameters p;
        try (Scope scope = Scope.open()) {
            p = fresh(2);
        }
        try (p) {
            assertThat(p.get("b.weight").toFloatArray()).hasSize(24);
        }
    }

    /** What strays in (a product with the parameter in front) throws instead of piling up. */
    @Test
    void isSealed(Arena arena) {
        NDArray x = arena.full(2, 4);
        try (Parameters p = fresh(1)) {
            assertThatThrownBy(() -> p.get("a.bias").mul(x)).isInstanceOf(RuntimeException.class);
            assertThat(x.mul(p.get("a.bias")).toFloatArray()).containsOnly(0);
        }
    }

    @Test
    void copiesAreTheirOwn(Arena arena) {
        NDArray three = arena.full(3, 4);
        Parameters copy;
        float[] before;
        try (Parameters p = fresh(7)) {
            before = p.get("b.weight").toFloatArray();
            copy = p.detachedCopy();
            assertThat(copy.specs()).isEqualTo(SPECS);
            try (GradMode off = GradMode.off()) {
                p.get("a.bias").addi(three);
            }
            assertThat(p.get("a.bias").toFloatArray()).containsOnly(3);
            assertThat(copy.get("a.bias").toFloatArray()).containsOnly(0);
        }
        try (copy) { // the original is closed
            assertThat(copy.get("b.weight").toFloatArray()).isEqualTo(before);
            assertThat(copy.get("table").toFloatArray()).containsExactly(1, 2, 3);
            assertThat(copy.all()).noneMatch(NDArray::hasGradient);
        }
    }

    @Test
    void noGraphReachesACopy(Arena arena) {
        NDArray x = arena.full(2, 4);
        try (Parameters p = fresh(7);
                Parameters copy = p.detachedCopy();
                GradMode on = GradMode.on();
                Scope scope = Scope.open()) {
            NDArray loss = x.mul(copy.get("a.bias")).add(x.mul(p.get("a.bias"))).sum();
            NDList own = p.get("", "a.bias");
            assertThat(Autograd.gradients(loss, own).head().toFloatArray()).containsOnly(2);
            assertThatThrownBy(() -> Autograd.gradients(loss, copy.get("", "a.bias")))
                    .isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void drawsAreAFunctionOfTheSeed() {
        try (Parameters a = fresh(3);
                Parameters b = fresh(3);
                Parameters c = fresh(4)) {
            float[] weight = a.get("b.weight").toFloatArray();
            assertThat(b.get("b.weight").toFloatArray()).isEqualTo(weight);
            assertThat(c.get("b.weight").toFloatArray()).isNotEqualTo(weight);
            double bound = Math.sqrt(6.0 / (4 + 6)); // [4, 2·3]
            for (float w : weight) {
                assertThat((double) w).isBetween(-bound, bound);
            }
            assertThat(a.get("scalar").getShape()).isEqualTo(new Shape());
        }
    }

    private static Parameters fresh(long seed) {
        return Parameters.initialised(Device.cpu(), SPECS, seed);
    }

    private static List<Shape> shapes(List<ParameterSpec> specs) {
        return specs.stream().map(ParameterSpec::shape).toList();
    }
}
