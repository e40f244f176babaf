package dev.eqm.core.field;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.LeakCheck;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Energies of a known answer, f(x) = W sin(x), in float64. */
@ExtendWith(LeakCheck.class)
class EnergiesTest {
    private static final double[] X = {0.3, -1.2, 2.0, 0.7, 0.1, -0.4};
    private static final double[] W = {1.5, -0.2, 0.3, 0.4, 0.9, -1.1, 0.2, 0.6, -0.8};

    /** E by plain Java. */
    private static double twin(String name, double[] x, double[] w) {
        double e = 0;
        for (int n = 0; n < x.length / 3; n++) {
            for (int i = 0; i < 3; i++) {
                double f = 0;
                for (int j = 0; j < 3; j++) {
                    f += w[3 * i + j] * Math.sin(x[3 * n + j]);
                }
                e +=
                        switch (name) {
                            case "dot" -> x[3 * n + i] * f;
                            case "squared-norm" -> -f * f / 2;
                            default -> f * f / 2;
                        };
            }
        }
        return e;
    }

    /** ∂E/∂x by central differences: good to 1e-9. */
    private static double[] slopes(String name, double[] x, double[] w) {
        double[] all = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double[] up = x.clone();
            double[] down = x.clone();
            up[i] += 1e-5;
            down[i] -= 1e-5;
            all[i] = (twin(name, up, w) - twin(name, down, w)) / 2e-5;
        }
        return all;
    }

    private static Field answer(NDArray w) {
        return x -> x.sin().matMul(w.transpose());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dot", "squared-norm", "squared-norm-published"})
    void energyAndGradientAreTheTwins(String name, Arena arena) {
        NDArray x = arena.of(X, 2, 3);
        NDArray w = arena.of(W, 3, 3);
        Field field = new Differentiated(Energies.named(name), answer(w));
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            Field.Point point = field.at(x);
            assertThat(point.energy().sum().getDouble())
                    .isCloseTo(twin(name, X, W), org.assertj.core.data.Offset.offset(1e-12));
            assertThat(point.energy().getShape().getShape()).containsExactly(2);
            assertThat(point.gradient().toDoubleArray())
                    .containsExactly(slopes(name, X, W), org.assertj.core.data.Offset.offset(1e-8));
            assertClose(field.energy(x), point.energy(), 1e-12, 1e-12);
            assertThat(point.gradient().hasGradient()).isFalse();
            assertThat(point.energy().hasGradient()).isFalse();
            assertThat(x.hasGradient()).isFalse();
        }
    }

    /** d⟨∇E, v⟩/dW against second differences of the twin: double backward, in float64. */
    @ParameterizedTest
    @ValueSource(strings = {"dot", "squared-norm", "squared-norm-published"})
    void theGradientCanBeDifferentiatedAgain(String name, Arena arena) {
        double[] v = {0.5, -0.3, 0.8, 1.0, -0.6, 0.2};
        NDArray w = arena.of(W, 3, 3);
        w.setRequiresGradient(true);
        try (GradMode on = GradMode.on();
                Scope scope = Scope.open()) {
            NDArray gradient =
                    new Differentiated(Energies.named(name), answer(w)).gradient(arena.of(X, 2, 3));
            NDArray loss = gradient.mul(arena.of(v, 2, 3)).sum();
            double[] got = Autograd.gradients(loss, new NDList(w)).head().toDoubleArray();
            double[] want = new double[W.length];
            for (int i = 0; i < W.length; i++) {
                double[] up = W.clone();
                double[] down = W.clone();
                up[i] += 1e-3;
                down[i] -= 1e-3;
                double[] a = slopes(name, X, up);
                double[] b = slopes(name, X, down);
                for (int k = 0; k < v.length; k++) {
                    want[i] += v[k] * (a[k] - b[k]) / 2e-3;
                }
            }
            assertThat(got).containsExactly(want, org.assertj.core.data.Offset.offset(1e-6));
        }
    }

    /** Low where the answer is small: the published sign; the paper's is its negative. */
    @Test
    void theTwoSquaredNormsAreOpposite(Arena arena) {
        NDArray x = arena.of(X, 2, 3);
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            NDArray paper = new SquaredNorm().of(x, x);
            NDArray published = new PublishedSquaredNorm().of(x, x);
            assertClose(paper.neg(), published, 0, 0);
            assertThat(published.min().getDouble()).isPositive();
        }
    }

    @Test
    void everyEnergyHasOneName() {
        for (Map.Entry<String, Energy> e : Energies.examples().entrySet()) {
            assertThat(Energies.name(e.getValue())).isEqualTo(e.getKey());
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Energies.name((x, f) -> x))
                .withMessageContaining("use Energy.named");
    }
}
