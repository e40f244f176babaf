package dev.eqm.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CheckTest {
    @Test
    void bothEndsAreWithin() {
        Check.requireWithin("depth", 1, 1, 10);
        Check.requireWithin("depth", 10, 1, 10);
        Check.requireWithin("dropout", 0.5, 0, 1);
    }

    @Test
    void whatIsOutsideIsToldWithItsBounds() {
        assertThatThrownBy(() -> Check.requireWithin("depth", 11, 1, 10))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessage("depth must lie in [1, 10], got 11");
        assertThatThrownBy(() -> Check.requireWithin("dropout", -0.5, 0, 1))
                .hasMessage("dropout must lie in [0, 1], got -0.5");
        assertThatThrownBy(() -> Check.requireWithin("dropout", Double.NaN, 0, 1))
                .hasMessage("dropout must lie in [0, 1], got NaN");
    }

    @Test
    void choicesReadAsPeopleSayThem() {
        assertThat(Check.either(List.of("a", "b", "c"))).isEqualTo("a, b or c");
        assertThat(Check.either(List.of("a", "b"))).isEqualTo("a or b");
        assertThat(Check.either(List.of("a"))).isEqualTo("a");
        assertThat(Check.either(List.of())).isEmpty();
    }
}
