package dev.eqm.core.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import org.junit.jupiter.api.Test;

class BackendTest {
    @Test
    void knowsWhatItRunsOn() {
        assertThat(Backend.version()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(Backend.versions())
                .containsEntry("libtorch", "2.7.1")
                .containsEntry("djl", "0.35.1");
        assertThat(Backend.threads()).isPositive();
    }

    @Test
    void devicesAreNamed() {
        assertThat(Backend.device("cpu")).isEqualTo(Device.cpu());
        assertThat(Backend.name(Device.cpu())).isEqualTo("cpu");
        assertThat(Backend.name(Device.gpu(3))).isEqualTo("cuda:3");
        assertThat(Backend.device("auto").isGpu()).isEqualTo(Backend.gpuCount() > 0);
        assertThatThrownBy(() -> Backend.device("cuda:999"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("cuda:999", "CUDA devices", "doctor");
        assertThatThrownBy(() -> Backend.device("tpu"))
                .hasMessage("device must be cpu, cuda, cuda:N or auto, got tpu");
    }
}
