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
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Noise;
import dev.eqm.core.testing.LeakCheck;
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
                arena.of(new float[] {0, 0.1f, 0.3f, 0.5f, 0.7f, 0.9f, 0.95f}, N),
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
            BatchGradient whole = BatchGradient.ofBatch(state.model(), batch, 0, LOSS, ONE);
            BatchGradient parts =
                    BatchGradient.ofBatch(state.model(), batch, microBatch, LOSS, ONE);
            assertThat(parts.loss().mean()).isCloseTo(whole.loss().mean(), within(1e-5));
            assertThat(parts.loss().zeroField()).isCloseTo(whole.loss().zeroField(), within(1e-5));
            assertClose(parts.loss().perSample(), whole.loss().perSample(), 1e-5, 1e-5);
            assertClose(
                    parts.loss().zeroFieldPerSample(),
                    whole.loss().zeroFieldPerSample(),
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
                BatchGradient whole = BatchGradient.ofBatch(state.model(), batch, 0, LOSS, ONE);
                BatchGradient parts =
                        BatchGradient.ofBatch(state.model(), batch, microBatch, LOSS, lanes);
                BatchGradient again =
                        BatchGradient.ofBatch(state.model(), batch, microBatch, LOSS, lanes);
                assertClose(parts.loss().perSample(), whole.loss().perSample(), 1e-5, 1e-5);
                assertThat(parts.loss().mean()).isCloseTo(whole.loss().mean(), within(1e-5));
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
            BatchGradient whole = BatchGradient.ofBatch(state.model(), batch, 0, LOSS, ONE);
            BatchGradient same = BatchGradient.ofBatch(state.model(), batch, microBatch, LOSS, ONE);
            assertThat(same.loss().mean()).isEqualTo(whole.loss().mean());
            assertThat(values(same.gradients()))
                    .containsExactlyElementsOf(values(whole.gradients()));
        }
    }

    @Test
    void dispersionIsTheMeanOverTheParts(Arena arena) {
        try (Scope scope = Scope.open()) {
            Examples batch = batch(arena);
            Loss loss = new DispersiveLoss(LOSS, 0.5);
            double first = LossGradient.of(state.model(), batch.rows(0, 4), loss).loss().mean();
            double second = LossGradient.of(state.model(), batch.rows(4, N), loss).loss().mean();
            BatchGradient parts = BatchGradient.ofBatch(state.model(), batch, 4, loss, TWO);
            assertThat(parts.loss().mean())
                    .isCloseTo(first * 4 / N + second * 3 / N, within(1e-12));
        }
    }

    /** As a step may use it: two halves at once, each on a thread of its own. */
    @Test
    void threadsDoNotDisturbEachOther(Arena arena) throws InterruptedException, ExecutionException {
        Examples batch = batch(arena);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Scope scope = Scope.open()) {
            List<float[]> first = values(of(batch.rows(0, 3)));
            List<float[]> second = values(of(batch.rows(3, N)));
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

    private static List<float[]> inScope(Examples slice) {
        try (Scope scope = Scope.open()) {
            return values(of(slice));
        }
    }

    private static NDList of(Examples slice) {
        return LossGradient.of(state.model(), slice, LOSS).gradients();
    }

    @Test
    void onlyTheGradientsStayOpen(Arena arena) {
        Examples batch = batch(arena);
        int parameters = state.model().parameters().trainable().size();
        for (int microBatch : new int[] {0, 3}) {
            for (Lanes lanes : List.of(ONE, TWO)) {
                try (Scope scope = Scope.open()) {
                    long opened =
                            LeakCheck.openedBy(
                                    () ->
                                            BatchGradient.ofBatch(
                                                    state.model(), batch, microBatch, LOSS, lanes));
                    assertThat(opened).isEqualTo(parameters);
                }
            }
        }
    }
}
