package dev.eqm.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BriefTest {
    @Test
    void shortArraysAreShownWholeAndLongOnesBegun() {
        assertThat(Brief.of(new double[] {0.5, 2})).isEqualTo("[0.5, 2.0]");
        assertThat(Brief.of(new int[0])).isEqualTo("[]");
        assertThat(Brief.of(new int[10])).isEqualTo("[0, 0, 0, 0, 0, 0, 0, 0, 0, 0]");
        assertThat(Brief.of(new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}))
                .isEqualTo("[1, 2, 3, 4, ... 11 in total]");
        assertThat(Brief.of(new long[] {1L << 40})).isEqualTo("[1099511627776]");
    }
}
