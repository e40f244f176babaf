package dev.eqm.train.optim;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class GradientsTest {
    /** Norm 5 in two tensors. */
    private static NDList gradients(Arena arena) {
        return new NDList(arena.of(new float[] {3, 0}, 2), arena.of(new float[] {4}, 1, 1));
    }

    @Test
    void theNormIsThatOfAllTogether(Arena arena) {
        try (Scope scope = Scope.open()) {
            assertThat(Gradients.norm(gradients(arena)).getFloat()).isEqualTo(5);
        }
    }

    @Test
    void clippingShortensAllByOneFactor(Arena arena) {
        try (Scope scope = Scope.open()) {
            NDList g = gradients(arena);
            Gradients.clip(g, Gradients.norm(g), 2);
            double factor = 2 / (5 + 1e-6);
            assertClose(g.get(0), new double[] {3 * factor, 0}, 0, 2e-7);
            assertClose(g.get(1), new double[] {4 * factor}, 0, 2e-7);
            assertThat(Gradients.norm(g).getFloat()).isLessThanOrEqualTo(2);
            assertThat(Gradients.isClipped(5, 2)).isTrue();
        }
    }

    @Test
    void withinTheLimitNothingMoves(Arena arena) {
        try (Scope scope = Scope.open()) {
            NDList g = gradients(arena);
            Gradients.clip(g, Gradients.norm(g), 5.1);
            assertThat(g.get(0).toFloatArray()).containsExactly(3, 0);
            assertThat(g.get(1).toFloatArray()).containsExactly(4);
            assertThat(Gradients.isClipped(5, 5.1)).isFalse();
            assertThat(Gradients.isClipped(5, 0)).as("off").isFalse();
        }
    }

    @Test
    void sumsTensorByTensor(Arena arena) {
        try (Scope scope = Scope.open()) {
            NDList sum = gradients(arena);
            Gradients.add(sum, new NDList(arena.full(8, 2), arena.full(-4, 1, 1)));
            assertThat(sum.get(0).toFloatArray()).containsExactly(11, 8);
            assertThat(sum.get(1).toFloatArray()).containsExactly(0);
        }
    }

    @Test
    void nothingIsLeftOpen(Arena arena) {
        NDList g = gradients(arena);
        NDArray norm = arena.scalar(5);
        assertThat(
                        LeakCheck.openedBy(
                                () -> {
                                    Gradients.clip(g, norm, 1);
                                    Gradients.add(g, gradients(arena));
                                }))
                .isEqualTo(2); // the two that were added
    }
}
