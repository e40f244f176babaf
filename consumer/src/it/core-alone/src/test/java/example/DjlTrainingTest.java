package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.oracle.OptimalField;
import dev.eqm.core.schedule.GradientSchedule;
import dev.eqm.core.schedule.TruncatedDecay;
import org.junit.jupiter.api.Test;

class DjlTrainingTest {
    private static final GradientSchedule SCHEDULE = new TruncatedDecay(0.8, 1);
    private static final ImageSource CORNERS =
            ImageSource.of(
                    new float[][] {{-1, -1}, {-1, 1}, {1, -1}, {1, 1}},
                    new int[4],
                    new ImageShape(2, 1, 1));

    /** What a perfect network answers is known, so training must come near it. */
    @Test
    void learnsTheExactField() {
        try (DjlNetwork network = new DjlNetwork(0)) {
            double before = distance(network);
            DjlTraining.train(network, CORNERS, SCHEDULE, 600);
            double after = distance(network);
            assertTrue(before > 1 && after < 0.2, () -> before + " -> " + after);
        }
    }

    /** ‖f − f*‖²/‖f*‖² on the way from noise to data. */
    private static double distance(DjlNetwork network) {
        try (OptimalField exact = OptimalField.of(CORNERS, 4, SCHEDULE);
                GradMode off = GradMode.off();
                Arena arena = Arena.cpu("distance");
                Scope scope = Scope.open()) {
            float[] corners = {-1, -1, -1, 1, 1, -1, 1, 1};
            float[] data = new float[2 * 256];
            for (int i = 0; i < data.length; i++) {
                data[i] = corners[i % corners.length];
            }
            NDArray x = arena.of(data, 256, 2, 1, 1);
            NDArray states = DjlTraining.corrupted(arena, x, Long.MAX_VALUE).xGamma();
            float[] f = network.gradient(states).toFloatArray();
            float[] best = exact.gradient(states).toFloatArray();
            double off2 = 0;
            double all2 = 0;
            for (int i = 0; i < f.length; i++) {
                off2 += Math.pow(f[i] - best[i], 2);
                all2 += Math.pow(best[i], 2);
            }
            return off2 / all2;
        }
    }

    @Test
    void coreAloneIsOnTheClassPath() {
        for (String other : new String[] {"models.nn.FieldModel", "sample.sampler.Sampler"}) {
            assertThrows(ClassNotFoundException.class, () -> Class.forName("dev.eqm." + other));
        }
        assertEquals("dev.eqm.core.loss", dev.eqm.core.loss.Loss.class.getPackageName());
    }
}
