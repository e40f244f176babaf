package dev.eqm.run.reproduce.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {
    @Test
    void placesAreNumbersOrNames() {
        assertThat(Figure.areNumbers(List.of("10", "0.5", "-1e-3", "2E+4"))).isTrue();
        assertThat(Figure.areNumbers(List.of("10", "0+1"))).isFalse();
        assertThat(Figure.areNumbers(List.of("1.2.3"))).isFalse();
        assertThat(Figure.areNumbers(List.of("data"))).isFalse();
        assertThat(Figure.areNumbers(List.of())).isFalse();
    }
}
