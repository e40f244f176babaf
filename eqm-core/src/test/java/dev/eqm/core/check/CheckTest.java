package dev.eqm.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CheckTest {
    @Test
    void choicesReadAsPeopleSayThem() {
        assertThat(Check.either(List.of("a", "b", "c"))).isEqualTo("a, b or c");
        assertThat(Check.either(List.of("a", "b"))).isEqualTo("a or b");
        assertThat(Check.either(List.of("a"))).isEqualTo("a");
        assertThat(Check.either(List.of())).isEmpty();
    }
}
