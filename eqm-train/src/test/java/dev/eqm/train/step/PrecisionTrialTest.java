package dev.eqm.train.step;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.device.Precision;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.sit.SiTConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LeakCheck.class)
class PrecisionTrialTest {
    @ParameterizedTest
    @CsvSource({
        "1, 0.5, BFLOAT16",
        "1, 0.9, BFLOAT16",
        "1, 0.95, FLOAT32",
        "1, 20, FLOAT32",
        "0, Infinity, FLOAT32"
    })
    void bfloat16HasToSaveATenth(double float32, double bfloat16, Precision faster) {
        assertThat(new PrecisionTrial(float32, bfloat16).faster()).isEqualTo(faster);
    }

    @Test
    void timesBothAndLeavesNothingBehind() {
        SiTConfig deep = new SiTConfig(8, 2, 1, 32, 50, 2, 4, 3, 0.1, false, false);
        assertThat(deep.shallow().depth()).isEqualTo(1);
        assertThat(deep.shallow().width()).isEqualTo(32);
        try (Lanes lanes = Lanes.of(2)) {
            PrecisionTrial trial = PrecisionTrial.run(deep.shallow(), 5, lanes, Device.cpu());
            assertThat(trial.float32()).isBetween(1e-6, 60.0);
            assertThat(trial.bfloat16()).isBetween(1e-6, 60.0);
        }
    }
}
