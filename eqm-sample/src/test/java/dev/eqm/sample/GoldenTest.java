package dev.eqm.sample;

import static dev.eqm.core.testing.NearTo.assertClose;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.sit.SiT;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.guidance.Guided;
import dev.eqm.sample.sampler.GradientDescent;
import dev.eqm.sample.sampler.Nesterov;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;
import dev.eqm.sample.sampler.UpdateRule;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guidance and trajectories against the official code, x after every update. */
@ExtendWith(LeakCheck.class)
class GoldenTest {
    private static final double RTOL = 1e-5;

    @ParameterizedTest
    @CsvSource({
        "04_cfg_tiny.npz, 1.5, 1e-4",
        "04_cfg_tiny.npz, 4, 2e-4",
        "04_cfg_tiny.npz, 1, 5e-5",
        "04_cfg_tiny.npz, 0, 5e-5",
        "04_cfg_pixel.npz, 1.5, 5e-5",
        "04_cfg_pixel.npz, 4, 1e-4",
        "04_cfg_pixel.npz, 1, 2e-5",
        "04_cfg_pixel.npz, 0, 2e-5"
    })
    void guidance(String file, String scale, double atol, Arena arena) {
        Map<String, TensorData> arrays = GoldenSet.arrays(file);
        Guidance guidance = new Guidance(Double.parseDouble(scale), 3);
        try (GradMode off = GradMode.off();
                SiT model = file.contains("tiny") ? GoldenSet.tiny() : GoldenSet.pixel();
                FieldModel.Conditioned both = model.condition(arrays.get("y").longs())) {
            NDArray x = GoldenSet.array(arena, arrays.get("x"));
            NDArray got = new Guided(both, guidance).published().gradient(x);
            TensorData want = arrays.get("out_scale_" + scale);
            assertClose(got.neg(), want.floats(), atol, RTOL);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "09_sample_gd.npz, trajectory_cfg_off, 0.003, -1, 2e-5",
        "09_sample_nag.npz, trajectory_cfg_off, 0.003, 0.35, 2e-5",
        "09_sample_strong.npz, trajectory_gd, 0.05, -1, 5e-5",
        "09_sample_strong.npz, trajectory_nag, 0.05, 0.9, 5e-5"
    })
    void trajectory(String file, String name, double eta, double mu, double atol, Arena arena) {
        Map<String, TensorData> arrays = GoldenSet.arrays(file);
        try (SiT model = GoldenSet.tiny();
                FieldModel.Conditioned field = model.condition(arrays.get("y").longs())) {
            NDArray start = GoldenSet.array(arena, arrays.get("z"));
            follow(rule(eta, mu), field, start, arrays.get(name), atol);
        }
    }

    @ParameterizedTest
    @CsvSource({"09_sample_gd.npz, -1", "09_sample_nag.npz, 0.35"})
    void guidedTrajectory(String file, double mu, Arena arena) {
        Map<String, TensorData> arrays = GoldenSet.arrays(file);
        TensorData want = arrays.get("trajectory_cfg_1.5"); // [20, 2n, C, H, W]
        Guidance guidance = new Guidance(1.5, 3);
        long[] labels = arrays.get("y").longs();
        try (SiT model = GoldenSet.tiny();
                FieldModel.Conditioned both =
                        model.condition(Guidance.withNullLabels(labels, 10))) {
            NDArray z = GoldenSet.array(arena, arrays.get("z"));
            Guided guided = new Guided(both, guidance);
            follow(rule(0.003, mu), guided.published(), z.concat(z), want, 2e-5);
            follow(rule(0.003, mu), guided, z, firstHalves(want), 2e-5);
        }
    }

    /** The official time-conditional run: time starts at 1 and grows by η with every update. */
    @Test
    void descentWithTime(Arena arena) {
        Map<String, TensorData> arrays = GoldenSet.arrays("09_sample_strong.npz");
        float[] want = arrays.get("trajectory_gd_timecond").floats();
        Sampler oneStep = new Sampler(new GradientDescent(0.05), new StopRule.MaxSteps(1));
        try (SiT model = GoldenSet.tinyWithTime();
                Scope scope = Scope.open()) {
            NDArray x = GoldenSet.array(arena, arrays.get("z"));
            int size = (int) x.size();
            for (int k = 0; k < 20; k++) {
                try (FieldModel.Conditioned field =
                        model.condition(arrays.get("y").longs(), 1 + 0.05 * k)) {
                    x = oneStep.run(field, x).x();
                }
                assertClose(x, Arrays.copyOfRange(want, k * size, (k + 1) * size), 5e-5, RTOL);
            }
        }
    }

    private static void follow(
            UpdateRule rule, Field field, NDArray start, TensorData want, double atol) {
        float[] all = want.floats();
        int size = (int) start.size();
        int steps = all.length / size;
        Sampler sampler = new Sampler(rule, new StopRule.MaxSteps(steps));
        try (Scope scope = Scope.open()) {
            sampler.run(
                    field,
                    start,
                    (k, step, norms) ->
                            assertClose(
                                    step.x(),
                                    Arrays.copyOfRange(all, (k - 1) * size, k * size),
                                    atol,
                                    RTOL));
        }
    }

    private static UpdateRule rule(double eta, double mu) {
        return mu < 0 ? new GradientDescent(eta) : new Nesterov(eta, mu);
    }

    /** [K, 2n, ...] -> [K, n, ...]. */
    private static TensorData firstHalves(TensorData all) {
        long[] shape = all.shape();
        float[] values = all.floats();
        int steps = (int) shape[0];
        int half = values.length / steps / 2;
        float[] first = new float[values.length / 2];
        for (int k = 0; k < steps; k++) {
            System.arraycopy(values, 2 * k * half, first, k * half, half);
        }
        shape[1] /= 2;
        return TensorData.of(first, shape);
    }
}
