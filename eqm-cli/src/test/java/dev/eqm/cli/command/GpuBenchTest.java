package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.eqm.core.device.Backend;
import dev.eqm.core.store.Json;
import dev.eqm.core.testing.LeakCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code eqm bench gpu}: all checks, on the CPU as a rehearsal; never its figures. */
@ExtendWith(LeakCheck.class)
class GpuBenchTest {
    @TempDir private Path folder;

    private Map<?, ?> report(String device) throws IOException {
        Path json = folder.resolve("gpu.json");
        Cli cli =
                Cli.run(
                        List.of(
                                "bench",
                                "gpu",
                                "--device",
                                device,
                                "--quick",
                                "--json",
                                json.toString()));
        assertThat(cli.err()).isEmpty();
        assertThat(cli.exit()).as("%s", cli).isZero();
        return (Map<?, ?>) Json.parse(Files.readString(json));
    }

    @Test
    void aRehearsalPassesEveryCheck() throws IOException {
        Map<?, ?> report = report("cpu");
        assertThat(report.get("passed")).isEqualTo(true);
        List<?> checks = (List<?>) report.get("checks");
        assertThat(checks).hasSizeGreaterThan(40);
        assertThat(checks)
                .allSatisfy(c -> assertThat(((Map<?, ?>) c).get("passed")).isEqualTo(true));
        assertThat(checks)
                .extracting(c -> (Object) ((Map<?, ?>) c).get("numbers"))
                .contains("float64", "float32", "bfloat16")
                .doesNotContain("TF32");
        List<?> times = (List<?>) report.get("times");
        assertThat(times).hasSize(4);
        Map<?, ?> sampling = (Map<?, ?>) times.get(0);
        assertThat(((Number) sampling.get("kernelCallsPerRound")).doubleValue()).isPositive();
        assertThat(report.get("job").toString()).contains("says nothing about speed");
    }

    @Test
    void withoutAGpuItSaysSo() {
        assumeTrue(Backend.gpuCount() == 0, "there is a CUDA device");
        Cli cli = Cli.run(List.of("bench", "gpu"));
        assertThat(cli.exit()).isEqualTo(2);
        assertThat(cli.err()).contains("device cuda does not exist", "use device cpu");
    }

    @Test
    @Tag("gpu")
    void theFirstGpuPassesEveryCheck() throws IOException {
        assumeTrue(Backend.gpuCount() > 0, "no CUDA device here");
        assertThat(report("cuda").get("passed")).isEqualTo(true);
    }
}
