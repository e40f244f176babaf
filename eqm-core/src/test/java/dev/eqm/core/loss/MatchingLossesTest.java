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
import dev.eqm.core.schedule.Constant;
import dev.eqm.core.schedule.GradientSchedule;
import dev.eqm.core.schedule.LinearDecay;
import dev.eqm.core.schedule.TruncatedDecay;
import dev.eqm.core.testing.LeakCheck;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The three mean squares against loops over Java arrays in double. */
@ExtendWith(LeakCheck.class)
class MatchingLossesTest {
    private static final Shape IMAGE = new Shape(2, 3, 3);
    private static final int N = 4;
    private static final int M = 18;

    static Stream<Arguments> losses() {
        GradientSchedule truncated = new TruncatedDecay(0.8, 4);
        GradientSchedule linear = new LinearDecay(2);
        GradientSchedule one = gamma -> 1;
        return Stream.of(
                Arguments.of(new EqmLoss(truncated), truncated),
                Arguments.of(new EqmLoss(linear), linear),
                Arguments.of(new FlowMatchingLoss(), one),
                Arguments.of(new UnconditionalFlowMatchingLoss(), one));
    }

    /** Target (ε − x)·c(γ), row-major. */
    private static double[] target(Corruption batch, GradientSchedule schedule) {
        float[] x = batch.x().toFloatArray();
        float[] eps = batch.eps().toFloatArray();
        float[] gamma = batch.gamma().toFloatArray();
        double[] target = new double[x.length];
        for (int i = 0; i < target.length; i++) {
            target[i] = ((double) eps[i] - x[i]) * schedule.at(gamma[i / M]);
        }
        return target;
    }

    private static Corruption batch(Arena arena) {
        NDArray x = Noise.normal(arena, new long[] {1, 2, 3, 4}, IMAGE);
        NDArray eps = Noise.normal(arena, new long[] {5, 6, 7, 8}, IMAGE);
        return Corruption.of(x, eps, arena.of(new float[] {0, 0.4f, 0.85f, 1}, N));
    }

    private static Prediction answer(NDArray gradient) {
        return new Prediction(gradient, gradient);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void equalsTheTwin(Loss loss, GradientSchedule schedule) {
        try (Arena arena = Arena.cpu("batch")) {
            Corruption batch = batch(arena);
            NDArray f = Noise.normal(arena, new long[] {9, 10, 11, 12}, IMAGE);
            float[] answer = f.toFloatArray();
            double[] target = target(batch, schedule);
            double[] perSample = new double[N];
            double[] zeroPerSample = new double[N];
            for (int i = 0; i < target.length; i++) {
                perSample[i / M] += (answer[i] - target[i]) * (answer[i] - target[i]) / M;
                zeroPerSample[i / M] += target[i] * target[i] / M;
            }
            LossValue got = loss.of(answer(f), batch);
            assertClose(got.perSample(), perSample, 1e-6, 1e-5);
            double mean = Arrays.stream(perSample).average().orElseThrow();
            assertClose(got.mean(), new double[] {mean}, 1e-6, 1e-5);
            double zero = Arrays.stream(zeroPerSample).average().orElseThrow();
            assertClose(got.zeroField(), new double[] {zero}, 1e-6, 1e-5);
            assertClose(got.zeroFieldPerSample(), zeroPerSample, 1e-6, 1e-5);
            assertThat(got.mean().isScalar() && got.zeroField().isScalar()).isTrue();
        }
    }

    /** d mean / d f = 2(f − target)/(N·M). */
    @ParameterizedTest
    @MethodSource("losses")
    void hasTheAnalyticGradient(Loss loss, GradientSchedule schedule) {
        try (Arena arena = Arena.cpu("batch");
                GradMode on = GradMode.on()) {
            Corruption batch = batch(arena);
            NDArray f = Noise.normal(arena, new long[] {9, 10, 11, 12}, IMAGE);
            float[] answer = f.toFloatArray();
            double[] want = target(batch, schedule);
            for (int i = 0; i < want.length; i++) {
                want[i] = 2 * (answer[i] - want[i]) / (N * M);
            }
            f.setRequiresGradient(true);
            NDArray mean = loss.of(answer(f), batch).mean();
            NDList gradients = Autograd.gradients(mean, new NDList(f));
            assertClose(gradients.head(), want, 1e-7, 1e-5);
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void isZeroAtTheTargetAndZeroFieldAtZero(Loss loss, GradientSchedule schedule) {
        try (Arena arena = Arena.cpu("batch")) {
            Corruption batch = batch(arena);
            NDArray right = arena.of(floats(target(batch, schedule)), N, 2, 3, 3);
            assertClose(loss.of(answer(right), batch).mean(), new float[] {0}, 1e-10, 0);
            LossValue silent = loss.of(answer(arena.zeros(N, 2, 3, 3)), batch);
            assertClose(silent.mean(), silent.zeroField(), 0, 1e-6);
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void opensFourArrays(Loss loss, GradientSchedule schedule) {
        try (Arena arena = Arena.cpu("batch")) {
            Corruption batch = batch(arena);
            Prediction answer = answer(arena.zeros(N, 2, 3, 3));
            assertThat(LeakCheck.openedBy(() -> loss.of(answer, batch))).isEqualTo(4);
        }
    }

    /** One pixel by hand: x = 1, ε = 3, γ = 1/2, c = 2·(1 − γ) = 1, target 2, answer −1. */
    @Test
    void onePixelByHand(Arena arena) {
        Corruption batch =
                Corruption.of(arena.full(1, 1, 1), arena.full(3, 1, 1), arena.full(0.5, 1));
        LossValue got = new EqmLoss(new LinearDecay(2)).of(answer(arena.full(-1, 1, 1)), batch);
        assertClose(got.mean(), new float[] {9}, 0, 1e-6);
        assertClose(got.zeroField(), new float[] {4}, 0, 1e-6);
    }

    @Test
    void timeInputsAreAsThePaperSays() {
        assertThat(new EqmLoss(new LinearDecay(1)).timeInput()).isEqualTo(Loss.TimeInput.ANY);
        assertThat(new FlowMatchingLoss().timeInput()).isEqualTo(Loss.TimeInput.REQUIRED);
        assertThat(new UnconditionalFlowMatchingLoss().timeInput())
                .isEqualTo(Loss.TimeInput.FORBIDDEN);
    }

    @Test
    void eqmRefusesAScheduleThatDoesNotVanishAtTheData() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EqmLoss(new Constant(1)))
                .withMessage(
                        "schedule Constant[lambda=1.0]: c(1) = 1.0, but must be 0 so that data points "
                                + "are equilibria (a constant magnitude is Flow Matching: use that loss)");
        assertThatIllegalArgumentException().isThrownBy(() -> new EqmLoss(g -> 0.5 - g));
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
