package dev.eqm.run.reproduce.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.sample.evaluation.statistics.Estimate;
import dev.eqm.sample.plot.Axis;
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

    @Test
    void intervalsLieWithinTheFrame() {
        List<Estimate> rows = List.of(new Estimate(5, 4, 9, "t"), new Estimate(6, -30, 7, "t"));
        Axis axis = Figure.around("distance", rows, 5.5);
        assertThat(axis.from()).isBetween(3.0, 4.0); // -30 would leave no room for the others
        assertThat(axis.to()).isBetween(9.0, 10.0);
        Axis signed = Figure.around("difference", List.of(new Estimate(-1, -3, 1, "t")));
        assertThat(signed.from()).isLessThan(-3);
        assertThat(signed.to()).isGreaterThan(1);
    }
}
