package dev.eqm.cli.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The measure of all cases. */
class ArrayResultTest {
    @ParameterizedTest
    @CsvSource({
        "1.0, 1.0, 0, 0, 0",
        "1.5, 1.0, 1, 0, 0.5",
        "1.5, 1.0, 0, 0.5, 1",
        "-3, -2, 0.5, 0.25, 1",
        "1.0000001, 1.0, 0, 0, Infinity",
        "NaN, 1.0, 1, 1, Infinity",
        "1.0, NaN, 1, 1, Infinity",
        "NaN, NaN, 1, 1, Infinity",
        "Infinity, Infinity, 1, 0, 0",
        "Infinity, 1, 1, 0, Infinity",
        "1, Infinity, 1, 1, Infinity"
    })
    void fraction(double got, double want, double atol, double rtol, double expected) {
        double fraction = compare(new double[] {got}, new double[] {want}, atol, rtol).fraction();
        if (Double.isInfinite(expected)) {
            assertThat(fraction).isInfinite();
        } else {
            assertThat(fraction).isCloseTo(expected, within(1e-12));
        }
    }

    @Test
    void theWorstElementIsNamed() {
        ArrayResult result = compare(new double[] {1, 5, 2, 3}, new double[] {1, 2, 2, 4}, 2, 0);
        assertThat(result).isEqualTo(new ArrayResult("a", 1.5, 1, 5, 2));
        assertThat(result.passed()).isFalse();
        assertThat(result)
                .hasToString("a[1]: got 5.00000000, expected 2.00000000, 1.50 of the tolerance");
    }

    @Test
    void nothingIsRight() {
        assertThat(compare(new double[0], new double[0], 0, 0).passed()).isTrue();
    }

    @Test
    void thingsAreTheSameOrNot() {
        assertThat(ArrayResult.exact("a", 3, 3L).passed()).isTrue();
        assertThat(ArrayResult.exact("a", 3, 4.0).passed()).isFalse();
        assertThat(ArrayResult.exact("a", List.of("x", 1L), List.of("x", 1L)).passed()).isTrue();
        assertThat(ArrayResult.exact("a", List.of("x"), "x")).hasToString("a: different");
    }

    private static ArrayResult compare(double[] got, double[] want, double atol, double rtol) {
        return ArrayResult.compare("a", got, want, atol, rtol);
    }
}
