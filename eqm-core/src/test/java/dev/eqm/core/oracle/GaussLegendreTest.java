package dev.eqm.core.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaussLegendreTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 16, 61})
    void isExactUpToDegreeTwoNMinusOne(int n) {
        GaussLegendre rule = GaussLegendre.of(n);
        for (int degree = 0; degree < 2 * n; degree++) {
            double sum = 0;
            for (int i = 0; i < rule.size(); i++) {
                sum += rule.weight(i) * Math.pow(rule.node(i), degree);
            }
            assertThat(sum).isCloseTo(1.0 / (degree + 1), within(1e-13));
        }
    }

    @Test
    void isNotExactBeyond() {
        GaussLegendre rule = GaussLegendre.of(2);
        double sum = 0;
        for (int i = 0; i < 2; i++) {
            sum += rule.weight(i) * Math.pow(rule.node(i), 4);
        }
        assertThat(sum).isCloseTo(1.0 / 5 - 1.0 / 180, within(1e-14));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GaussLegendre.of(0))
                .withMessageContaining("nodes must lie in [1, 1000], got 0");
    }
}
