package dev.eqm.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.eqm.core.data.Batch;
import dev.eqm.core.data.Batches;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.ranks.Alone;
import dev.eqm.core.ranks.Ranks;
import dev.eqm.core.ranks.RanksException;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.core.testing.ThreadRanks;
import dev.eqm.models.sit.SiT;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.train.optim.AdamW;
import dev.eqm.train.optim.Averages;
import dev.eqm.train.optim.CosineRate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranks that are threads train what one process with micro-batches trains, to the bit. */
@ExtendWith(LeakCheck.class)
class RanksTest {
    private static final int BATCH = 8;

    /** Everything switched on: clipping, cosine, two averages, stratified γ, bad steps. */
    private static final Recipe RECIPE =
            new Recipe(
                    new FullRun.SometimesBad(TinyRun.usual().loss(), 0.07),
                    new AdamW(1e-3, 0.9, 0.999, 1e-8, 0.01),
                    new CosineRate(4, 0.1),
                    new Averages(0.9, List.of(0.99), true));

    private static TrainSettings settings(int microBatch) {
        GammaDraw gamma = GammaDraw.UNIFORM;
        return new TrainSettings(
                20, BATCH, microBatch, false, 7, gamma, 0.5, OnBadStep.SKIP, 10, 1, 5, 5);
    }

    /** What is compared: every number of a run. */
    private record Outcome(
            List<StepReport> reports, Map<String, TensorData> weights, long sum, long skipped) {}

    private static Outcome trained(Ranks ranks, int microBatch) {
        List<StepReport> reports = new ArrayList<>();
        Kept kept = new Kept();
        return trained(ranks, microBatch, kept, reports, (trainer, state) -> {});
    }

    /** What else happens on a rank after each step. */
    private interface Event {
        void after(Trainer trainer, TrainState state);
    }

    private static Outcome trained(
            Ranks ranks, int microBatch, Kept kept, List<StepReport> reports, Event event) {
        TrainSettings settings = settings(microBatch);
        try (Lanes lanes = Lanes.of(1);
                TrainState state =
                        TrainState.start(
                                SiT.fresh(TinyRun.ARCHITECTURE, Precision.FLOAT32, Device.cpu(), 7),
                                RECIPE)) {
            Batches mine =
                    settings.batches(TinyRun.images(), true).part(ranks.rank(), ranks.size());
            TrainStep step = new TrainStep(mine, RECIPE, settings, lanes, ranks);
            Trainer[] trainer = new Trainer[1];
            TrainListener listener =
                    new TrainListener() {
                        @Override
                        public void stepped(StepReport report, TrainState now) {
                            reports.add(report.with(StepTimes.ZERO));
                            event.after(trainer[0], now);
                        }
                    };
            trainer[0] = new Trainer(step, kept, List.of(listener));
            TrainResult result = trainer[0].run(state);
            return new Outcome(
                    reports,
                    ModelFile.tensors(state.average()),
                    kept.checksum(state),
                    result.skipped());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void nRanksAreOneWithMicroBatches(int n) {
        Outcome one = trained(new Alone(), BATCH / n);
        List<Outcome> all = ThreadRanks.run(n, ranks -> trained(ranks, 0));
        assertThat(one.skipped()).as("bad steps").isPositive();
        assertThat(one.reports()).anyMatch(StepReport::clipped);
        for (Outcome rank : all) {
            assertThat(rank.weights()).isEqualTo(one.weights());
            assertThat(rank.sum()).isEqualTo(one.sum());
            assertThat(rank.skipped()).isEqualTo(one.skipped());
            assertThat(rank.reports().toString()).isEqualTo(one.reports().toString());
        }
    }

    /** One rank is asked; all stop after that step, and rank 0 alone has written. */
    @Test
    void aStopOfOneRankIsAStopOfAll() {
        List<Kept> kept = List.of(new Kept(), new Kept(), new Kept(), new Kept());
        List<Outcome> all =
                ThreadRanks.run(
                        4,
                        ranks ->
                                trained(
                                        ranks,
                                        0,
                                        kept.get(ranks.rank()),
                                        new ArrayList<>(),
                                        (trainer, state) -> {
                                            if (ranks.rank() == 2 && state.step() == 7) {
                                                trainer.requestStop();
                                            }
                                        }));
        assertThat(all).allSatisfy(rank -> assertThat(rank.reports()).hasSize(7));
        assertThat(kept.get(0).steps()).containsExactly(5L, 7L);
        assertThat(kept.subList(1, 4)).allSatisfy(none -> assertThat(none.steps()).isEmpty());
    }

    /** A bit that flips on one rank is found at the next checkpoint, which is not written. */
    @Test
    void ranksThatDriftApartAreNamed() {
        Kept first = new Kept();
        List<Object> all =
                ThreadRanks.outcomes(
                        4,
                        Duration.ofSeconds(30),
                        ranks ->
                                trained(
                                        ranks,
                                        0,
                                        ranks.isFirst() ? first : new Kept(),
                                        new ArrayList<>(),
                                        (trainer, state) -> {
                                            if (ranks.rank() == 3 && state.step() == 8) {
                                                flip(state);
                                            }
                                        }));
        assertThat(all)
                .allSatisfy(
                        e ->
                                assertThat((RanksException) e)
                                        .hasMessageContainingAll(
                                                "after step 10",
                                                "of rank 3 differ",
                                                "not written"));
        assertThat(first.steps()).containsExactly(5L);
    }

    private static void flip(TrainState state) {
        try (GradMode off = GradMode.off();
                Arena arena = Arena.cpu("a bit")) {
            NDArray weights = state.model().parameters().trainable().get(0);
            float[] values = weights.toFloatArray();
            values[0] = Math.nextUp(values[0]);
            weights.set(new NDIndex("..."), arena.of(values, weights.getShape().getShape()));
        }
    }

    /** What cannot be written, or a picture that cannot be read, ends all, told by its rank. */
    @Test
    void aFailureOfOneRankEndsAll() {
        List<Object> all =
                ThreadRanks.outcomes(
                        2,
                        Duration.ofSeconds(30),
                        ranks ->
                                trained(
                                        ranks,
                                        0,
                                        new Kept(),
                                        new ArrayList<>(),
                                        (trainer, state) -> {
                                            if (ranks.rank() == 1 && state.step() == 3) {
                                                throw new UncheckedIOException(
                                                        new IOException("disk full"));
                                            }
                                        }));
        assertThat(all)
                .allSatisfy(
                        e ->
                                assertThat((RanksException) e)
                                        .hasMessage("rank 1: java.io.IOException: disk full"));
    }

    /** A rank that ends without a word, as one that was killed. */
    @Test
    void aRankThatIsGoneEndsTheOthers() {
        List<Object> all =
                ThreadRanks.outcomes(
                        4,
                        Duration.ofSeconds(2),
                        ranks -> {
                            if (ranks.rank() == 1) {
                                return "killed";
                            }
                            return trained(ranks, 0);
                        });
        assertThat(all.get(0)).isInstanceOf(RanksException.class);
        assertThat(all.get(3)).isInstanceOf(RanksException.class);
    }

    @Test
    void aBatchMustBeSharedEqually() {
        assertThatThrownBy(() -> ThreadRanks.run(3, ranks -> trained(ranks, 0)))
                .hasMessage("batchSize must be a multiple of the 3 parts of a batch, got 8");
    }

    /** No rank reads an image of another one. */
    @Test
    void partsOfABatchAreTheBatch() {
        Batches whole = settings(0).batches(TinyRun.images(), true);
        Batch all = whole.at(3);
        for (int r = 0; r < 4; r++) {
            Batch part = whole.part(r, 4).at(3);
            assertThat(part.n()).isEqualTo(2);
            assertThat(part.labels()).isEqualTo(Arrays.copyOfRange(all.labels(), 2 * r, 2 * r + 2));
            assertThat(part.pixels())
                    .isEqualTo(Arrays.copyOfRange(all.pixels(), 128 * r, 128 * r + 128));
        }
    }

    @Test
    void theOddOnesAreThoseOutsideOfTheMajority() {
        assertThat(Odd.of(new long[] {4, 4, 4})).isEmpty();
        assertThat(Odd.of(new long[] {4, 5, 4})).containsExactly(1);
        assertThat(Odd.of(new long[] {4, 5, 5})).containsExactly(0);
        assertThat(Odd.of(new long[] {4, 5})).containsExactly(1);
    }
}
