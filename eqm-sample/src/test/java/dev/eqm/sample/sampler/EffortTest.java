package dev.eqm.sample.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EffortTest {
    @Test
    void batchesAreJoinedInOrderAndTheirCallsAddUp() {
        Effort one = new Effort(new int[] {1, 2}, new int[] {3, 4}, new int[] {5, 6}, 7, 1);
        Effort two = new Effort(new int[] {8}, new int[] {9}, new int[] {10}, 11, 2);
        Effort all = Effort.joined(List.of(one, two));
        assertThat(all.steps()).containsExactly(1, 2, 8);
        assertThat(all.rejected()).containsExactly(3, 4, 9);
        assertThat(all.evaluations()).containsExactly(5, 6, 10);
        assertThat(all.calls()).isEqualTo(18);
        assertThat(all.atMaximum()).isEqualTo(3);
        assertThat(all.rows()).isEqualTo(21);
    }
}
