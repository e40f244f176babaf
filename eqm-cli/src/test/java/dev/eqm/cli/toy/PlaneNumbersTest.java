package dev.eqm.cli.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.eqm.core.device.Precision;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.config.ConfigReader;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.settings.RunKinds;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class PlaneNumbersTest {
    private static final float[] DATA = {0, 0, 3, 4};

    @Test
    void distancesGoToTheNearest() {
        double[] d = PlaneNumbers.distances(new float[] {0, 1, 3, 3.5f, 3, 4}, DATA);
        assertThat(d).containsExactly(1, 0.5, 0);
        assertThat(PlaneNumbers.norms(DATA)).containsExactly(0, 5);
    }

    /** A fresh network answers 0: samples stay where the noise is, and so must the numbers. */
    @Test
    void aZeroFieldLeavesTheNoise() {
        RunConfig config =
                new ConfigReader(RunKinds.all())
                        .read(
                                RunConfig.DEFAULT,
                                Path.of("..", "configs", "toy-2d.yaml"),
                                List.of("sampling.steps=3", "model.backbone.width=8"));
        try (FieldModel fresh =
                config.model().architecture().fresh(Precision.FLOAT32, Device.cpu(), 1)) {
            PlaneModel model = new PlaneModel(config, fresh);
            assertThat(model.model().timeConditional()).isFalse();
            List<float[]> walks = model.walks(5);
            assertThat(walks).hasSize(4);
            assertThat(walks.get(3)).isEqualTo(walks.get(0));
            PlaneNumbers n = PlaneNumbers.of(model, walks.get(0), walks.get(0), DATA);
            assertThat(n.samples()).isEqualTo(2);
            assertThat(n.nearData()).isLessThan(1);
            assertThat(n.gradientAtData()).isZero();
            PlaneNumbers perfect = PlaneNumbers.of(model, DATA, walks.get(0), DATA);
            assertThat(perfect.nearData()).isOne();
            assertThat(perfect.covered()).isOne();
            assertThat(perfect.meanDistance()).isCloseTo(0, within(1e-12));
        }
    }
}
