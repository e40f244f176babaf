package dev.eqm.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A device that multiplies wrongly is found before its rate is measured. */
@ExtendWith(LeakCheck.class)
class ProductsBenchmarkTest {
    @ParameterizedTest
    @EnumSource(ProductsBenchmark.Type.class)
    void aProductThatIsOffByOnePercentIsFound(ProductsBenchmark.Type type) {
        try (Arena host = Arena.cpu("products");
                Scope scope = Scope.open()) {
            NDArray a = type.call("rounded", Workload.noise(host, 64, 64));
            NDArray right = type.call("square", a);
            NDArray wrong = type.call("wide", right).mul(1.01);
            assertThat(ProductsBenchmark.error(type, right, a)).isLessThan(4e-3);
            assertThat(ProductsBenchmark.error(type, wrong, a)).isBetween(7e-3, 1.3e-2);
        }
    }

    @Test
    void anErrorAboveTheToleranceOrNotANumberIsRefused() {
        assertThatCode(() -> ProductsBenchmark.require(ProductsBenchmark.Type.FLOAT32, 1e-5, 1e-5))
                .doesNotThrowAnyException();
        for (double error : new double[] {1.1e-5, Double.NaN}) {
            assertThatThrownBy(
                            () ->
                                    ProductsBenchmark.require(
                                            ProductsBenchmark.Type.FLOAT32, error, 1e-5))
                    .hasMessageContaining("products in float32 are wrong")
                    .hasMessageContaining("eqm doctor");
        }
    }
}
