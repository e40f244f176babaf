package dev.eqm.cli.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.eqm.core.device.Backend;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The published numbers on a GPU, in true float32 (leave TF32 off). */
@Tag("gpu")
class GpuGoldenTest {
    @Test
    void theFirstGpuComputesThePublishedNumbers() {
        assumeTrue(Backend.gpuCount() > 0, "no CUDA device here");
        try (GoldenSuite suite = GoldenSuite.bundled()) {
            assertThat(suite.run(Backend.device("cuda"), result -> {}))
                    .allMatch(CaseResult::acceptable);
        }
    }
}
