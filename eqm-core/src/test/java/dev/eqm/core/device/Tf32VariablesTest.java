package dev.eqm.core.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.Device;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is asked for where libtorch has no switch that eqm knows. */
class Tf32VariablesTest {
    private static final Map<String, String> FORBIDDEN = Map.of("NVIDIA_TF32_OVERRIDE", "0");
    private static final Map<String, String> ALLOWED =
            Map.of("TORCH_ALLOW_TF32_CUBLAS_OVERRIDE", "1");

    private static void require(Map<String, String> environment, boolean allowed) {
        new Tf32Variables(environment).require(allowed, "2.11.0");
    }

    @Test
    void takesWhatTheVariablesSay() {
        assertThatCode(() -> require(FORBIDDEN, false)).doesNotThrowAnyException();
        assertThatCode(() -> require(ALLOWED, true)).doesNotThrowAnyException();
    }

    @Test
    void saysWhichToSet() {
        for (Map<String, String> without : List.of(Map.<String, String>of(), ALLOWED)) {
            assertThatThrownBy(() -> require(without, false))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "libtorch 2.11.0 has no switch for tf32 where eqm expects it: set the "
                                    + "environment variable NVIDIA_TF32_OVERRIDE=0, or use libtorch 2.7.1");
        }
        for (Map<String, String> without : List.of(Map.<String, String>of(), FORBIDDEN)) {
            assertThatThrownBy(() -> require(without, true))
                    .hasMessageContaining("TORCH_ALLOW_TF32_CUBLAS_OVERRIDE=1 and unset NVIDIA")
                    .hasMessageContaining("or set tf32 to false");
        }
    }

    private static final List<String> GONE = List.of("_ZN2at13globalContextEv", "_ZN2at4goneEv");

    /** The names are those of one libtorch: where one is missing, only the variables are left. */
    @Test
    void withoutTheSwitchAGpuFollowsTheVariables() {
        assumeThat(Tf32.isSettable()).isTrue();
        Device gpu = Device.gpu(0); // nothing is computed there
        assertThatCode(() -> Tf32.use(false, gpu, GONE, FORBIDDEN)).doesNotThrowAnyException();
        assertThatCode(() -> Tf32.use(true, gpu, GONE, ALLOWED)).doesNotThrowAnyException();
        assertThatThrownBy(() -> Tf32.use(true, gpu, GONE, Map.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("TORCH_ALLOW_TF32_CUBLAS_OVERRIDE=1");
        assertThatThrownBy(() -> Tf32.use(false, gpu, GONE, Map.of()))
                .hasMessageContaining("NVIDIA_TF32_OVERRIDE=0");
    }

    @Test
    void withoutTheSwitchACpuAsksForNothing() {
        assertThatCode(() -> Tf32.use(false, Device.cpu(), GONE, Map.of()))
                .doesNotThrowAnyException();
        assertThatCode(() -> Tf32.use(true, Device.cpu(), GONE, Map.of()))
                .doesNotThrowAnyException();
    }

    @Test
    void withoutTheSwitchItIsStillDescribed() {
        assumeThat(Tf32.isSettable()).isTrue();
        assertThat(Tf32.describe(GONE))
                .startsWith("unknown: libtorch " + Backend.versions().get("libtorch"))
                .contains("NVIDIA_TF32_OVERRIDE=0", "TORCH_ALLOW_TF32_CUBLAS_OVERRIDE=1");
    }

    @Test
    void theTestedVersionIsTheOneThatIsLoadedAndHasTheSwitch() {
        assertThat(Backend.versions().get("libtorch")).startsWith(Backend.TESTED_LIBTORCH);
        assumeThat(Tf32.isSettable()).isTrue();
        assertThat(Tf32.hasSwitch(List.of("_ZN2at13globalContextEv"))).isTrue();
        assertThat(Tf32.hasSwitch(List.of("_ZN2at13globalContextEv", "_ZN2at4goneEv"))).isFalse();
    }
}
