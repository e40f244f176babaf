package dev.eqm.run.reproduce.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "EqM < FM",
                "mean EqM < FM",
                "truncated 0.8 at 20, data > constant",
                "class agreement of EqM at 1.5 > 0.5",
                "GD = 0 within 1.0E-6"
            })
    void sayWhatTheyWereReadFrom(String text) {
        assertThat(Comparison.of(text)).hasToString(text);
    }

    @Test
    void knowTheirParts() {
        Comparison c = Comparison.of("calls of EqM at 20 < FM");
        assertThat(c.left()).isEqualTo(new Selector("calls", "EqM", "20", Double.NaN));
        assertThat(c.right()).isEqualTo(new Selector("", "FM", "", Double.NaN));
        assertThat(c.isOfAllPlaces()).isFalse();
        assertThat(Comparison.of("a > 0.5").right().number()).isEqualTo(0.5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EqM",
                "EqM < ",
                "< FM",
                "EqM <= FM",
                "a < b < c",
                "1 < FM",
                "a < b within 2"
            })
    void areRefusedIfTheyAreNone(String text) {
        assertThatThrownBy(() -> Comparison.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " a", "look at me", "mean of all", "a<b", "0.5"})
    void armsHaveNamesThatComparisonsCanTell(String name) {
        assertThatThrownBy(() -> new Arm(name, "eqm", List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name");
    }
}
