package dev.eqm.models.sit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.device.Precision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rule, and the property that overrules it. */
class SamplingKernelTest {
    @AfterEach
    void forget() {
        System.clearProperty(SamplingKernel.PROPERTY);
    }

    private static SamplingKernel onCpu() {
        return SamplingKernel.of(Precision.FLOAT32, Device.cpu());
    }

    @Test
    void packedWhereItWorksAndNeverOnAGpu() {
        boolean works = PackedBlocks.work(Precision.FLOAT32, Device.cpu());
        assertThat(onCpu().name()).isEqualTo(works ? "packed" : "training");
        SamplingKernel gpu = SamplingKernel.of(Precision.BFLOAT16, Device.gpu());
        assertThat(gpu.name()).isEqualTo("training");
        assertThat(gpu.reason()).contains("for CPUs");
    }

    @Test
    void aPropertyDemandsOne() {
        assumeTrue(PackedBlocks.work(Precision.FLOAT32, Device.cpu()));
        System.setProperty(SamplingKernel.PROPERTY, "training");
        assertThat(onCpu().name()).isEqualTo("training");
        assertThat(onCpu().reason()).contains("eqm.samplingKernel");
        System.setProperty(SamplingKernel.PROPERTY, "packed");
        assertThat(onCpu().isPacked()).isTrue();
    }

    @Test
    void anythingElseIsRefused() {
        System.setProperty(SamplingKernel.PROPERTY, "fast");
        assertThatThrownBy(SamplingKernelTest::onCpu)
                .isInstanceOf(BrokenRuleException.class)
                .hasMessageContaining("eqm.samplingKernel must be packed or training, got 'fast'");
        System.setProperty(SamplingKernel.PROPERTY, "packed");
        assertThatThrownBy(() -> SamplingKernel.of(Precision.FLOAT32, Device.gpu()))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessageContaining("packed weights are for CPUs; remove it");
    }
}
