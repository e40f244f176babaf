package dev.eqm.train.step;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.device.Precision;
import dev.eqm.core.ranks.Alone;
import dev.eqm.core.ranks.Ranks;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.core.testing.ThreadRanks;
import dev.eqm.models.sit.SiT;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.train.optim.AdamW;
import dev.eqm.train.optim.Averages;
import dev.eqm.train.optim.CosineRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        TrainSettings settings = settings(microBatch);
        List<StepReport> reports = new ArrayList<>();
        try (Lanes lanes = Lanes.of(1);
                TrainState state =
                        TrainState.start(
                                SiT.fresh(
                                        TinyRun.ARCHITECTURE, Precision.FLOAT32, Device.cpu(), 7),
                                RECIPE)) {
            TrainStep step =
                    new TrainStep(
                            settings.batches(TinyRun.images(), true)
                                    .part(ranks.rank(), ranks.size()),
                            RECIPE,
                            settings,
                            lanes,
                            ranks);
            Kept kept = new Kept();
            TrainListener listener =
                    new TrainListener() {
                        @Override
                        public void stepped(StepReport report, TrainState now) {
                            reports.add(report.with(StepTimes.ZERO));
                        }
                    };
            TrainResult result = new Trainer(step, kept, List.of(listener)).run(state);
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
}
