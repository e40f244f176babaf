package dev.eqm.cli.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import dev.eqm.cli.bench.gpu.DeviceMode.Kind;
import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.Terminal;
import dev.eqm.core.store.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Planted mistakes: kernels that are wrong in one type. */
class GpuBenchChecksTest {
    private static DeviceCheck offBy(String name, Kind wrong, double factor) {
        return new DeviceCheck(
                name,
                List.of(),
                Set.of(Kind.FLOAT64, Kind.FLOAT32, Kind.BFLOAT16),
                mode -> {
                    double[] numbers = DeviceMode.normal(1, 100);
                    for (int i = 0; i < numbers.length; i++) {
                        numbers[i] *= mode.kind() == wrong ? factor : 1;
                    }
                    return numbers;
                });
    }

    @Test
    void aWrongKernelIsFoundAndTheOthersGoOn() {
        StringWriter text = new StringWriter();
        Console out = new Console(new PrintWriter(text), new PrintWriter(text), Terminal.NONE);
        List<DeviceCheck> checks =
                List.of(
                        offBy("right", Kind.BFLOAT16, 1.01),
                        offBy("single", Kind.FLOAT32, 1.001),
                        offBy("coarse", Kind.BFLOAT16, 1.05));
        JsonObject report = new GpuBench(Device.cpu(), true, out, checks).run();
        assertThat(report.get("passed")).isEqualTo(false);
        assertThat((List<?>) report.get("checks"))
                .filteredOn(c -> ((Map<?, ?>) c).get("passed").equals(false))
                .extracting(
                        c -> ((Map<?, ?>) c).get("check") + " " + ((Map<?, ?>) c).get("numbers"))
                .containsExactly("single float32", "coarse bfloat16");
        assertThat(text.toString()).contains("WRONG  single", "ok     right", "peak memory");
        assertThat(((Number) report.get("peakBytes")).longValue()).isPositive();
    }
}
