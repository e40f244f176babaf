package dev.eqm.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.nn.Init;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class EmaTest {
    private static final List<ParameterSpec> SPECS =
            List.of(
                    ParameterSpec.fixed("table", new float[] {1, 2}, 2),
                    ParameterSpec.trained("a", new Init.Normal(1), 7));

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 0.9, 0.9999})
    void everyTensorMovesTowardsTheParameters(double decay) {
        try (Parameters p = Parameters.initialised(Device.cpu(), SPECS, 1);
                Parameters other = Parameters.initialised(Device.cpu(), SPECS, 2);
                Parameters average = other.detachedCopy()) {
            float[] before = average.get("a").toFloatArray();
            float[] w = p.get("a").toFloatArray();
            Ema ema = new Ema(decay);
            ema.update(average, p);
            ema.update(average, p);
            float[] after = average.get("a").toFloatArray();
            for (int i = 0; i < w.length; i++) {
                double want = w[i] + decay * decay * (before[i] - w[i]);
                assertThat((double) after[i])
                        .isCloseTo(want, org.assertj.core.api.Assertions.within(1e-6));
            }
            assertThat(p.get("a").toFloatArray()).isEqualTo(w);
            assertThat(other.get("a").toFloatArray()).isEqualTo(before);
            assertThat(average.get("table").toFloatArray()).containsExactly(1, 2);
        }
    }

    @Test
    void aDecayOfOneWouldNeverMove() {
        assertThatThrownBy(() -> new Ema(1)).hasMessage("decay must lie in [0, 1), got 1.0");
        assertThatThrownBy(() -> new Ema(Double.NaN)).hasMessageContaining("decay");
    }
}
