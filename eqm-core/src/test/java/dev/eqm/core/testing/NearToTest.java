package dev.eqm.core.testing;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.core.memory.Arena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class NearToTest {
    @Test
    void namesTheWorstElement(Arena arena) {
        var got = arena.of(new float[] {1, 2, 3, 4.5f, 5.1f, 6}, 2, 3);
        assertThatThrownBy(() -> assertClose(got, new float[] {1, 2, 3, 4, 5, 6}, 1e-3, 1e-3))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("element [1, 0] of (2, 3): got 4.5, want 4.0");
        assertClose(got, new float[] {1, 2, 3, 4, 5, 6}, 0.5, 0);
    }

    @Test
    void refusesNanOtherShapesAndOtherLengths(Arena arena) {
        float[] nan = {Float.NaN};
        assertThatThrownBy(() -> assertClose(nan, new float[] {0}, 9, 9))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertClose(new float[] {0}, nan, 9, 9))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertClose(arena.zeros(2, 1), arena.zeros(1, 2), 1, 1))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("shape");
        assertThatThrownBy(() -> assertClose(arena.zeros(2), new float[1], 1, 1))
                .isInstanceOf(AssertionError.class);
    }
}
