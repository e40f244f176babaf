package dev.eqm.models.nn;

import static dev.eqm.core.testing.NearTo.doubles;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.sit.SiTConfig;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Networks for sampling over the weights of one that is trained. */
@ExtendWith(LeakCheck.class)
class WeightsInMemoryTest {
    private static final SiTConfig CONFIG =
            new SiTConfig(8, 2, 4, 48, 3, 4, 4, 10, 0.1, true, false);

    @Test
    void answersAsTheNetworkAndLeavesItsWeightsOpen(Arena arena) {
        try (GradMode off = GradMode.off();
                Parameters weights = RandomParameters.of(CONFIG.specs(), 3);
                FieldModel plain = CONFIG.over(Precision.FLOAT32, weights)) {
            NDArray x = arena.of(RandomParameters.normal(2 * 4 * 64, 1, 8), 2, 4, 8, 8);
            double[] want = answer(plain, x);
            for (int i = 0; i < 2; i++) { // what is closed can be opened again
                try (FieldModel sampling =
                        CONFIG.forSampling(
                                Precision.FLOAT32,
                                Device.cpu(),
                                new WeightsInMemory(weights.borrowed()))) {
                    double[] got = answer(sampling, x);
                    for (int k = 0; k < want.length; k++) {
                        assertThat(got[k]).isCloseTo(want[k], within(want[k]));
                    }
                }
            }
            assertThat(answer(plain, x)).isEqualTo(want);
        }
    }

    private static Offset<Double> within(double size) {
        return Offset.offset(1e-4 * Math.max(1, Math.abs(size)));
    }

    private static double[] answer(FieldModel network, NDArray x) {
        try (FieldModel.Conditioned field = network.condition(new long[] {1, 10})) {
            return doubles(field.gradient(x));
        }
    }

    @Test
    void sharesOrCopiesAsAsked() {
        ParameterSpec spec = CONFIG.specs().get(0);
        try (GradMode off = GradMode.off();
                Parameters weights = RandomParameters.of(CONFIG.specs(), 3);
                Arena arena = Arena.cpu("taken")) {
            WeightsInMemory source = new WeightsInMemory(weights.borrowed());
            NDArray shared = source.shared(arena, spec);
            NDArray copy = source.read(arena, spec);
            double[] before = doubles(copy);
            weights.get(spec.name()).addi(copy);
            assertThat(doubles(copy)).isEqualTo(before);
            assertThat(doubles(shared)[0]).isEqualTo(2 * before[0]);
            shared.close();
            assertThat(weights.get(spec.name()).isReleased()).isFalse();
        }
    }
}
