package dev.eqm.train.step;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.loss.DispersiveLoss;
import dev.eqm.core.loss.Loss;
import dev.eqm.core.loss.LossValue;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Noise;
import dev.eqm.core.ranks.Alone;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.train.optim.Gradients;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A network that has learned a little, on a batch of seven. */
@ExtendWith(LeakCheck.class)
class LossGradientTest {
    private static final int N = 7;
    private static final Lanes ONE = Lanes.of(1);
    private static final Lanes TWO = Lanes.of(2);
    private static final Loss LOSS = TinyRun.usual().loss();
    private static TrainState state;

    @BeforeAll
    static void train() {
        TinyRun run = TinyRun.withRate(3e-3);
        TrainStep step = run.step();
        state = run.start();
        for (int i = 0; i < 30; i++) {
            step.run(state);
            state = state.next();
        }
    }

    @AfterAll
    static void close() {
        state.close();
    }

    /** Seven images, γ from 0 to 0.95, one label dropped in three. */
    static Examples batch(Arena arena) {
        Shape shape = new Shape(N, 1, 8, 8);
        return new Examples(
                Noise.uniform(arena, new long[] {1}, shape).squeeze(0),
                Noise.normal(arena, new long[] {2}, shape).squeeze(0),
                new float[] {0, 0.1f, 0.3f, 0.5f, 0.7f, 0.9f, 0.95f},
                arena.of(new long[] {0, 1, 2, 0, 1, 2, 0}, N),
                new long[0]);
    }

    private static List<float[]> values(NDList gradients) {
        return gradients.stream().map(NDArray::toFloatArray).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 6})
    void partsAddUpToTheWhole(int microBatch, Arena arena) {
        try (Scope scope = Scope.open()) {
            Examples batch = batch(arena);
            LossGradient whole = ofBatch(batch, 0, LOSS, ONE);
            LossGradient parts = ofBatch(batch, microBatch, LOSS, ONE);
            assertThat(numbers(parts).mean()).isCloseTo(numbers(whole).mean(), within(1e-5));
            assertThat(numbers(parts).zeroField())
                    .isCloseTo(numbers(whole).zeroField(), within(1e-5));
            assertClose(numbers(parts).perSample(), numbers(whole).perSample(), 1e-5, 1e-5);
            assertClose(
                    numbers(parts).zeroFieldPerSample(),
                    numbers(whole).zeroFieldPerSample(),
                    1e-5,
                    1e-5);
            for (int i = 0; i < whole.gradients().size(); i++) {
                assertClose(parts.gradients().get(i), whole.gradients().get(i), 1e-5, 1e-4);
            }
            assertThat(values(parts.gradients()).get(1)).isNotEqualTo(new float[16]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 5})
    void lanesAddUpToTheWhole(int microBatch, Arena arena) {
        for (int count : new int[] {2, 3, 8}) {
            try (Scope scope = Scope.open();
                    Lanes lanes = Lanes.of(count)) {
                Examples batch = batch(arena);
                LossGradient whole = ofBatch(batch, 0, LOSS, ONE);
                LossGradient parts = ofBatch(batch, microBatch, LOSS, lanes);
                LossGradient again = ofBatch(batch, microBatch, LOSS, lanes);
                assertClose(numbers(parts).perSample(), numbers(whole).perSample(), 1e-5, 1e-5);
                assertThat(numbers(parts).mean()).isCloseTo(numbers(whole).mean(), within(1e-5));
                for (int i = 0; i < whole.gradients().size(); i++) {
                    assertClose(parts.gradients().get(i), whole.gradients().get(i), 1e-5, 1e-4);
                }
                assertThat(values(again.gradients()))
                        .containsExactlyElementsOf(values(parts.gradients()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 100})
    void aMicroBatchThatHoldsAllIsTheWhole(int microBatch, Arena arena) {
        try (Scope scope = Scope.open()) {
            Examples batch = batch(arena);
            LossGradient whole = ofBatch(batch, 0, LOSS, ONE);
            LossGradient same = ofBatch(batch, microBatch, LOSS, ONE);
            assertThat(numbers(same).mean()).isEqualTo(numbers(whole).mean());
            assertThat(values(same.gradients()))
                    .containsExactlyElementsOf(values(whole.gradients()));
        }
    }

    @Test
    void dispersionIsTheMeanOverTheParts(Arena arena) {
        try (Scope scope = Scope.open()) {
            Examples batch = batch(arena);
            Loss loss = new DispersiveLoss(LOSS, 0.5);
            double first = numbers(of(batch.rows(0, 4), loss)).mean();
            double second = numbers(of(batch.rows(4, N), loss)).mean();
            LossGradient parts = ofBatch(batch, 4, loss, TWO);
            assertThat(numbers(parts).mean())
                    .isCloseTo(first * 4 / N + second * 3 / N, within(1e-12));
        }
    }

    /** As a step may use it: two halves at once, each on a thread of its own. */
    @Test
    void threadsDoNotDisturbEachOther(Arena arena) throws InterruptedException, ExecutionException {
        Examples batch = batch(arena);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Scope scope = Scope.open()) {
            List<float[]> first = values(of(batch.rows(0, 3), LOSS).gradients());
            List<float[]> second = values(of(batch.rows(3, N), LOSS).gradients());
            for (int round = 0; round < 10; round++) {
                List<Callable<List<float[]>>> halves =
                        List.of(() -> inScope(batch.rows(0, 3)), () -> inScope(batch.rows(3, N)));
                List<List<float[]>> got = new ArrayList<>();
                for (Future<List<float[]>> half : threads.invokeAll(halves)) {
                    got.add(half.get());
                }
                assertThat(got.get(0)).containsExactlyElementsOf(first);
                assertThat(got.get(1)).containsExactlyElementsOf(second);
            }
        } finally {
            threads.shutdown();
        }
    }

    private static List<float[]> inScope(Examples some) {
        try (Scope scope = Scope.open()) {
            return values(of(some, LOSS).gradients());
        }
    }

    private static LossGradient of(Examples some, Loss loss) {
        return TrainStep.lossGradient(state.model(), loss, false, some);
    }

    private static LossGradient ofBatch(Examples batch, int microBatch, Loss loss, Lanes lanes) {
        return new BatchGradient(microBatch, loss.separable(), lanes)
                .of(batch, some -> of(some, loss));
    }

    /** What the gradient's loss said, read. */
    static LossNumbers numbers(LossGradient gradient) {
        return LossNumbers.read(
                gradient.numbers(), Gradients.norm(gradient.gradients()), new Alone());
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "0, 2, 2", "3, 1, 3", "3, 2, 5"})
    void onlyTheGradientsAndAnArrayForEachPartStayOpen(
            int microBatch, int lanes, int parts, Arena arena) {
        Examples batch = batch(arena);
        int parameters = state.model().parameters().trainable().size();
        Lanes side = lanes == 1 ? ONE : TWO;
        try (Scope scope = Scope.open()) {
            long opened = LeakCheck.openedBy(() -> ofBatch(batch, microBatch, LOSS, side));
            assertThat(opened).isEqualTo(parameters + parts);
        }
        long left =
                LeakCheck.openedBy(
                        () -> {
                            try (Scope scope = Scope.open()) {
                                ofBatch(batch, microBatch, LOSS, side);
                            }
                        });
        assertThat(left).as("they end with the scope, whichever lane made them").isZero();
    }

    /** What a step reads is what the loss said of each part, bit by bit, in order. */
    @Test
    void numbersArePackedAndReadAsTheyAre(Arena arena) {
        NDArray a = arena.of(new float[] {1, 2}, 2);
        NDArray b = arena.of(new float[] {3, 4, 5}, 3);
        NDArray a0 = arena.of(new float[] {6, 7}, 2);
        NDArray b0 = arena.of(new float[] {8, 9, 10}, 3);
        try (Scope scope = Scope.open()) {
            NDList parts =
                    new NDList(
                            LossNumbers.packed(
                                    new LossValue(arena.scalar(0.1), a, arena.scalar(0.3), a0)),
                            LossNumbers.packed(
                                    new LossValue(arena.scalar(0.2), b, arena.scalar(0.7), b0)));
            LossNumbers got = LossNumbers.read(parts, arena.scalar(0.9), new Alone());
            assertThat(got.mean()).isEqualTo(2 / 5.0 * 0.1f + 3 / 5.0 * 0.2f);
            assertThat(got.zeroField()).isEqualTo(2 / 5.0 * 0.3f + 3 / 5.0 * 0.7f);
            assertThat(got.perSample()).containsExactly(1, 2, 3, 4, 5);
            assertThat(got.zeroFieldPerSample()).containsExactly(6, 7, 8, 9, 10);
            assertThat(got.gradientNorm()).isEqualTo(0.9f);
        }
    }
}
