package dev.eqm.core.loss;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.path.Corruption;
import dev.eqm.core.random.Noise;
import dev.eqm.core.testing.Frozen;
import dev.eqm.core.testing.LeakCheck;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class DispersiveLossTest {
    private static final Map<String, Frozen> PUBLISHED =
            Frozen.read(DispersiveLossTest.class, "dispersive.txt");

    /** Case 0 has two equal rows, in case 3 all are equal, case 4 is a single pair. */
    @ParameterizedTest
    @CsvSource({"0, 2e-6", "1, 5e-7", "3, 1e-9", "4, 1e-8"})
    void equalsThePublishedCode(String number, double gradientAtol) {
        try (Arena arena = Arena.cpu("published");
                GradMode on = GradMode.on()) {
            NDArray z = PUBLISHED.get("z" + number).in(arena);
            z.setRequiresGradient(true);
            NDArray value = DispersiveLoss.dispersion(z);
            assertClose(value, PUBLISHED.get("value" + number).floats(), 2e-6, 1e-5);
            NDList gradients = Autograd.gradients(value, new NDList(z));
            float[] want = PUBLISHED.get("grad_z" + number).floats();
            assertClose(gradients.head(), want, gradientAtol, 1e-5);
        }
    }

    /** The full N×N matrix in double, diagonal included. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9})
    void equalsTheTwin(int n) {
        int m = 12;
        try (Arena arena = Arena.cpu("twin")) {
            long[] seeds = new long[n];
            for (int i = 0; i < n; i++) {
                seeds[i] = 50L + i;
            }
            NDArray z = Noise.normal(arena, seeds, new Shape(3, 4));
            float[] flat = z.toFloatArray();
            double sum = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    double square = 0;
                    for (int k = 0; k < m; k++) {
                        square += Math.pow((double) flat[i * m + k] - flat[j * m + k], 2);
                    }
                    sum += Math.exp(-square / m);
                }
            }
            double want = Math.log(sum / ((double) n * n));
            assertClose(DispersiveLoss.dispersion(z), new double[] {want}, 1e-6, 1e-5);
        }
    }

    @Test
    void addsToTheMeanAndToEverySampleButNotToTheZeroField(Arena arena) {
        Corruption batch = batch(arena);
        Prediction answer = answer(arena);
        Loss base = new FlowMatchingLoss();
        LossValue plain = base.of(answer, batch);
        LossValue with = new DispersiveLoss(base, 0.5).of(answer, batch);
        NDArray z = DispersiveLoss.dispersion(answer.tokens());
        double half = 0.5 * z.toFloatArray()[0];
        float[] perSample = plain.perSample().toFloatArray();
        double[] want = new double[perSample.length];
        for (int i = 0; i < want.length; i++) {
            want[i] = perSample[i] + half;
        }
        assertThat(half).isLessThan(-0.01);
        assertClose(with.perSample(), want, 1e-6, 1e-6);
        assertClose(with.mean(), new double[] {plain.mean().toFloatArray()[0] + half}, 1e-6, 1e-6);
        assertClose(with.zeroField(), plain.zeroField(), 0, 0);
    }

    @Test
    void opensThreeArrays(Arena arena) {
        Corruption batch = batch(arena);
        Prediction answer = answer(arena);
        Loss loss = new DispersiveLoss(new FlowMatchingLoss(), 0.5);
        assertThat(LeakCheck.openedBy(() -> loss.of(answer, batch))).isEqualTo(4);
    }

    @Test
    void asksForTheTimeThatItsBaseAsksFor() {
        for (Loss base : Losses.examples().values()) {
            assertThat(new DispersiveLoss(base, 1).timeInput()).isEqualTo(base.timeInput());
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void weightMustBePositive(double weight) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DispersiveLoss(new FlowMatchingLoss(), weight))
                .withMessage("weight must be positive and finite, got " + weight);
    }

    private static Corruption batch(Arena arena) {
        NDArray x = Noise.normal(arena, new long[] {1, 2, 3}, new Shape(1, 4, 4));
        NDArray eps = Noise.normal(arena, new long[] {4, 5, 6}, new Shape(1, 4, 4));
        return Corruption.of(x, eps, arena.of(new float[] {0.1f, 0.5f, 0.9f}, 3));
    }

    private static Prediction answer(Arena arena) {
        return new Prediction(
                Noise.normal(arena, new long[] {7, 8, 9}, new Shape(1, 4, 4)),
                Noise.normal(arena, new long[] {10, 11, 12}, new Shape(4, 6)));
    }
}
