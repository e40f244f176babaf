package dev.eqm.core.kernel;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.Garbage;
import dev.eqm.core.testing.LeakCheck;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class AutogradTest {
    private GradMode recording;

    @BeforeEach
    void record() {
        recording = GradMode.on();
    }

    @AfterEach
    void stop() {
        recording.close();
    }

    @Test
    void equalsTheAnalyticGradients(Arena arena) {
        NDArray a = parameter(arena.of(new float[] {1, 2, 3}, 3));
        NDArray b = parameter(arena.of(new float[] {4, 5, 6}, 3));
        NDArray loss = a.mul(b).sum(); // d/da = b, d/db = a
        NDList gradients = Autograd.gradients(loss, new NDList(a, b));
        assertThat(gradients).hasSize(2);
        assertClose(gradients.get(0), new float[] {4, 5, 6}, 0, 0);
        assertClose(gradients.get(1), new float[] {1, 2, 3}, 0, 0);
    }

    @Test
    void nothingAccumulates(Arena arena) {
        NDArray a = parameter(arena.of(new float[] {1, 2}, 2));
        for (int i = 0; i < 3; i++) {
            NDList gradients = Autograd.gradients(a.square().sum(), new NDList(a));
            assertClose(gradients.head(), new float[] {2, 4}, 0, 0);
        }
    }

    @Test
    void gradientsBelongToTheScope(Arena arena) {
        NDArray a = parameter(arena.full(2, 4));
        try (Scope scope = Scope.open()) {
            Autograd.gradients(a.square().sum(), new NDList(a));
        }
        assertThat(arena.openArrays()).isEqualTo(1);
    }

    /** y₀ = a·b, y₁ = a²: g₀·b + 2·g₁·a and g₀·a. */
    @Test
    void productsOfSeveralAnswersAddUp(Arena arena) {
        NDArray a = Autograd.variable(arena.of(new float[] {1, 2, 3}, 3));
        NDArray b = parameter(arena.of(new float[] {4, 5, 6}, 3));
        NDList y = new NDList(a.mul(b), a.square());
        NDList g =
                new NDList(arena.of(new float[] {1, 1, 2}, 3), arena.of(new float[] {1, 0, -1}, 3));
        NDList products = Autograd.products(y, g, new NDList(a, b));
        assertThat(products).hasSize(2);
        assertClose(products.get(0), new float[] {4 + 2, 5, 12 - 6}, 0, 0);
        assertClose(products.get(1), new float[] {1, 2, 6}, 0, 0);
        assertThat(products).noneMatch(NDArray::hasGradient);
    }

    @Test
    void saysSoWhenAParameterWasNotUsed(Arena arena) {
        NDArray used = parameter(arena.full(2, 1));
        NDArray unused = parameter(arena.full(2, 1));
        NDArray loss = used.square().sum();
        assertThatThrownBy(() -> Autograd.gradients(loss, new NDList(used, unused)))
                .isInstanceOf(KernelException.class)
                .hasMessageContaining("autograd.py:gradients")
                .hasMessageContaining("appears to not have been used in the graph");
    }

    @Test
    void saysSoWhenThereIsNoGraph(Arena arena) {
        NDArray a = parameter(arena.full(2, 1));
        NDArray constant = arena.scalar(1);
        assertThatThrownBy(() -> Autograd.gradients(constant, new NDList(a)))
                .isInstanceOf(KernelException.class)
                .hasMessageContaining("does not require grad");
    }

    /**
     * The trap of the package page: scalars over Java buffers, collected before the backward pass.
     * d/dx of sum over i of 0.1·x is 2,000 · 0.1.
     */
    @Test
    void twoThousandScalarProductsSurviveAGarbageCollection(Arena arena) {
        int products = 2_000;
        NDArray x = arena.full(1, 8);
        x.setRequiresGradient(true);
        try (Scope scope = Scope.open()) {
            NDArray sum = arena.zeros(8);
            for (int i = 0; i < products; i++) {
                try (Scope inner = Scope.open();
                        Arena constants = Arena.cpu("constants")) {
                    NDArray scaled = Arithmetic.scale(x, constants.scalar(0.1));
                    sum = inner.keep(sum.add(scaled));
                }
            }
            NDArray loss = sum.mean();
            Garbage.collect();
            NDList leaves = new NDList(x);
            NDArray gradient = Autograd.gradients(loss, leaves).head();
            float[] want = new float[8];
            Arrays.fill(want, products * 0.1f / 8);
            assertClose(gradient, want, 0, 1e-4);
        }
    }

    /** The same with constants that were copied from Java arrays. */
    @Test
    void constantsFromJavaArraysSurviveToo(Arena arena) {
        NDArray x = parameter(arena.full(1, 4));
        try (Scope scope = Scope.open()) {
            NDArray sum = arena.zeros(4);
            for (int i = 0; i < 500; i++) {
                try (Scope inner = Scope.open();
                        Arena constants = Arena.cpu("constants")) {
                    NDArray c = constants.of(new float[] {1, 2, 3, 4}, 4);
                    sum = inner.keep(sum.add(x.mul(c)));
                }
            }
            NDArray loss = sum.sum();
            Garbage.collect();
            NDArray gradient = Autograd.gradients(loss, new NDList(x)).head();
            assertClose(gradient, new float[] {500, 1000, 1500, 2000}, 0, 0);
        }
    }

    private static NDArray parameter(NDArray array) {
        array.setRequiresGradient(true);
        return array;
    }
}
