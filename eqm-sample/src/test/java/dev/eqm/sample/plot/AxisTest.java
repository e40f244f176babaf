package dev.eqm.sample.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {
    private static String names(List<Axis.Tick> ticks) {
        return ticks.stream().map(Axis.Tick::text).collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0; 1; 0.0 0.2 0.4 0.6 0.8 1.0",
                "-0.02; 1.02; 0.0 0.2 0.4 0.6 0.8 1.0",
                "-1; 1; \u22121.0 \u22120.5 0.0 0.5 1.0",
                "0; 61; 0 10 20 30 40 50 60",
                "1e-7; 3e-7; 1e\u22127 1.5e\u22127 2e\u22127 2.5e\u22127 3e\u22127",
                "0; 4e6; 0 1e6 2e6 3e6 4e6",
                "0.123; 0.124; 0.1230 0.1232 0.1234 0.1236 0.1238 0.1240"
            })
    void linearTicksAreRound(double from, double to, String want) {
        assertThat(names(Ticks.linear(from, to))).isEqualTo(want);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0.5; 2000; 1 10 100 1000",
                "8; 400; 10 30 100 300",
                "0.0015; 0.022; 0.002 0.005 0.01 0.02",
                "1; 9.5; 1 2 5",
                "1e-9; 1e-5; 1e\u22129 1e\u22128 1e\u22127 1e\u22126 1e\u22125"
            })
    void logarithmicTicksAreRound(double from, double to, String want) {
        assertThat(names(Ticks.logarithmic(from, to))).isEqualTo(want);
    }

    @Test
    void wholeNumbersAloneAreNamed() {
        assertThat(names(Ticks.whole(58.5, 61.5))).isEqualTo("59 60 61");
        assertThat(names(Ticks.whole(0, 3.2))).isEqualTo("0 1 2 3");
    }

    @Test
    void valuesLieBetweenTheEnds() {
        Axis wide = Axis.around("v", 1, 3, 100);
        assertThat(wide.logarithmic()).isTrue();
        assertThat(wide.place(1)).isBetween(0.01, 0.1);
        assertThat(wide.place(10)).isCloseTo(0.5, within(1e-9));
        Axis narrow = Axis.around("v", 1, 3);
        assertThat(narrow.logarithmic()).isFalse();
        assertThat(narrow.place(2)).isCloseTo(0.5, within(1e-9));
        assertThat(Axis.around("v", -1, 100).logarithmic()).isFalse();
        assertThat(Axis.around("v", 7).place(7)).isCloseTo(0.5, within(1e-9));
        assertThat(Axis.around("v", 0, 0).place(0)).isCloseTo(0.5, within(1e-9));
        Axis named = Axis.named("rule", List.of("gd", "nag"));
        assertThat(named.place(0)).isCloseTo(0.25, within(1e-9));
        assertThat(names(named.ticks())).isEqualTo("gd nag");
    }

    @Test
    void ticksMayStandAtTheValues() {
        Axis axis = Axis.logarithmic("eta", 0.001, 0.1);
        assertThat(axis.hasRoomFor(0.0017, 0.01, 0.05)).isTrue();
        assertThat(axis.hasRoomFor(0.0017, 0.0018)).isFalse();
        assertThat(names(axis.withTicksAt(0.0017, 0.05).ticks())).isEqualTo("0.0017 0.05");
        assertThatIllegalArgumentException().isThrownBy(() -> Axis.linear("x", 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Axis.logarithmic("x", 0, 1));
    }
}
