package dev.eqm.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.memory.Arena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class LeakCheckTest {
    @Test
    void namesTheManagerAndTheShapesOfWhatIsLeft() {
        var before = LeakCheck.open();
        try (Arena careless = Arena.cpu("careless")) {
            careless.zeros(2, 3);
            careless.zeros(4);
            assertThatThrownBy(() -> LeakCheck.requireNothingNew(before))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("2 in 'careless'")
                    .hasMessageContaining("(2, 3)");
        }
        LeakCheck.requireNothingNew(before);
    }

    @Test
    void seesResultsOfKernelsButNotTheirMarks(Arena arena) {
        NDArray x = arena.zeros(2, 2);
        assertThat(LeakCheck.openedBy(() -> Arithmetic.sampleNorms(x))).isEqualTo(1);
        assertThat(LeakCheck.openedBy(() -> Arithmetic.sampleNorms(x).close())).isZero();
    }

    @Test
    void seesArraysThatWereThereBeforeAsInnocent(Arena arena) {
        arena.zeros(1);
        var before = LeakCheck.open();
        LeakCheck.requireNothingNew(before);
        assertThat(before).containsValue("test");
    }
}
