package dev.eqm.sample.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0-9; [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]",
                "3,7; [3, 7]",
                "0-2,5; [0, 1, 2, 5]",
                "7,3,3; [7, 3, 3]",
                "4-4; [4]",
                "' 1 , 2 - 3 '; [1, 2, 3]"
            })
    void writesRangesOut(String spec, String want) {
        assertThat(Labels.parse(spec, 10)).hasToString(want);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; labels '', part '': a part is a number or a range such as 0-9",
                "3,; labels '3,', part '': a part is",
                "a; labels 'a', part 'a': a part is",
                "1,-2; labels '1,-2', part '-2': a part is",
                "1-2-3; part '1-2-3': a part is",
                "1.5; part '1.5': a part is",
                "99999999999999999999; a part is a number",
                "5-2; labels '5-2', part '5-2': a range goes upwards",
                "0-9,10; labels '0-9,10', part '10': the model knows 10 classes, labels 0 to 9",
                "0-999999999; part '0-999999999': the model knows 10 classes"
            })
    void refusesWithTheRule(String spec, String message) {
        assertThatThrownBy(() -> Labels.parse(spec, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void allIsEveryLabelOnce() {
        assertThat(Labels.all(3)).containsExactly(0L, 1L, 2L);
    }
}
