package dev.eqm.run.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.device.Bfloat16;
import dev.eqm.core.device.Precision;
import dev.eqm.core.field.Energies;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.sit.SiTPresets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The precision depends on what the device is and on the network, never on how fast it was. */
class AutomaticPrecisionTest {
    private static final Bfloat16 WITH = new Bfloat16(true, "this processor has amx_bf16");
    private static final Bfloat16 WITHOUT = new Bfloat16(false, "no bfloat16 instructions");

    private final SiTConfig nano = SiTPresets.get("Nano/4"); // width 128
    private final SiTConfig narrow = new SiTConfig(8, 4, 1, 124, 1, 2, 2, 10, 0.1, false, false);

    @Test
    void wideNetworksTakeItWhereThereAreInstructions() {
        assertThat(AutomaticPrecision.of(nano, WITH).told())
                .isEqualTo("precision auto: bfloat16, because this processor has amx_bf16");
        assertThat(AutomaticPrecision.of(nano, WITHOUT).told())
                .isEqualTo("precision auto: float32, because no bfloat16 instructions");
        AutomaticPrecision small = AutomaticPrecision.of(narrow, WITH);
        assertThat(small.precision()).isEqualTo(Precision.FLOAT32);
        assertThat(small.reason()).contains("width 124");
        ModelArchitecture energy = new EnergyArchitecture(narrow, Energies.named("dot"));
        assertThat(AutomaticPrecision.of(energy, WITH).precision()).isEqualTo(Precision.FLOAT32);
    }

    @Test
    void everyKindOfNetworkHasAnAnswer() {
        for (Backbone backbone : List.copyOf(Backbone.examples().values())) {
            ModelArchitecture network =
                    backbone.architecture(new Backbone.Task(32, 3, 10, 0, false, false));
            AutomaticPrecision found = AutomaticPrecision.of(network, WITH);
            assertThat(network.supports(found.precision())).isTrue();
        }
    }
}
