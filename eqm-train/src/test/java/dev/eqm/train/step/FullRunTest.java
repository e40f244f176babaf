package dev.eqm.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.eqm.core.device.Precision;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.train.checkpoint.Checkpoints;
import dev.eqm.train.checkpoint.Resume;
import dev.eqm.train.checkpoint.StateFile;
import dev.eqm.train.optim.Average;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class FullRunTest {
    private static final List<String> FILES =
            List.of(
                    "model.safetensors",
                    "ema.safetensors",
                    "ema-0.99.safetensors",
                    "optimizer.safetensors",
                    "state.json");

    @TempDir private Path folder;

    /** Remembers the reports and, with {@code states}, everything that a step may change. */
    private static final class Recorder implements TrainListener {
        private final List<StepReport> reports = new ArrayList<>();
        private final List<Map<String, TensorData>> states = new ArrayList<>();

        @Override
        public void started(TrainState state) {
            states.add(everything(state));
        }

        @Override
        public void stepped(StepReport report, TrainState state) {
            reports.add(report);
            states.add(everything(state));
        }

        private static Map<String, TensorData> everything(TrainState state) {
            Map<String, TensorData> all = new LinkedHashMap<>(state.optimizer().tensors());
            all.putAll(ModelFile.tensors(state.model().parameters()));
            for (Average average : state.averages()) {
                ModelFile.tensors(average.parameters())
                        .forEach((name, t) -> all.put(average.name() + ":" + name, t));
            }
            return all;
        }
    }

    private static TrainResult train(FullRun run, Path folder, TrainListener... listeners) {
        try (TrainState start = run.start()) {
            return run.trainer(folder, listeners).run(start);
        }
    }

    @Test
    void aResumedRunEqualsAnUninterruptedOneByteForByte() throws IOException {
        Recorder recorder = new Recorder();
        FullRun run = FullRun.usual();
        TrainResult result = train(run, folder.resolve("whole"), recorder);
        assertThat(result.reason()).isEqualTo(TrainResult.Reason.COMPLETED);
        assertThat(result.skipped()).isBetween(1L, 10L);
        assertThat(recorder.reports).anyMatch(StepReport::clipped);
        for (String stop : List.of("00000005", "00000010", "00000015")) {
            Path parts = folder.resolve("from-" + stop);
            copy(folder.resolve("whole").resolve(stop), parts.resolve(stop));
            Path checkpoint = Checkpoints.latest(parts).found().get(0);
            try (TrainState state =
                    Resume.from(checkpoint, run.identity(), Precision.FLOAT32, Device.cpu())) {
                assertThat(state.averages())
                        .extracting(Average::name)
                        .containsExactly("ema", "ema-0.99");
                TrainResult resumed = run.trainer(parts).run(state);
                assertThat(resumed.skipped()).isEqualTo(result.skipped());
            }
            for (String file : FILES) {
                assertThat(parts.resolve("00000020").resolve(file))
                        .hasSameBinaryContentAs(folder.resolve("whole/00000020").resolve(file));
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (String file : FILES) {
            Files.copy(from.resolve(file), to.resolve(file));
        }
    }

    @Test
    void aSkippedStepLeavesEverythingAlone() {
        Recorder recorder = new Recorder();
        TrainResult result = train(FullRun.usual(), folder, recorder);
        long skipped = 0;
        for (int i = 0; i < recorder.reports.size(); i++) {
            boolean unchanged = recorder.states.get(i).equals(recorder.states.get(i + 1));
            boolean bad = !recorder.reports.get(i).finite();
            assertThat(unchanged).as("step %d", i + 1).isEqualTo(bad);
            skipped += bad ? 1 : 0;
        }
        assertThat(result.skipped()).isEqualTo(skipped).isPositive();
        assertThat(StateFile.verified(folder.resolve("00000020")).count())
                .isEqualTo(new StepCount(20, skipped, trailing(recorder.reports)));
        float[] steps = recorder.states.get(20).get("step").floats();
        assertThat(steps).as("AdamW counts good steps").containsExactly((float) (20 - skipped));
    }

    private static long trailing(List<StepReport> reports) {
        long count = 0;
        for (int i = reports.size() - 1; i >= 0 && !reports.get(i).finite(); i--) {
            count++;
        }
        return count;
    }

    @Test
    void tooManyBadStepsInARowEndTheRun() {
        TrainResult skipping = train(FullRun.of(2, OnBadStep.SKIP, 4, 20), folder);
        assertThat(skipping.reason()).isEqualTo(TrainResult.Reason.NOT_FINITE);
        assertThat(skipping.step()).as("three were skipped, the fourth ended it").isEqualTo(3);
        assertThat(skipping.skipped()).isEqualTo(3);
        assertThat(skipping.last().step()).isEqualTo(4);
        assertThat(skipping.lastGoodLoss()).isNaN();
        TrainResult stopping = train(FullRun.of(2, OnBadStep.STOP, 4, 20), folder);
        assertThat(stopping.reason()).isEqualTo(TrainResult.Reason.NOT_FINITE);
        assertThat(stopping.step()).isZero();
        assertThat(stopping.skipped()).isZero();
    }

    @Test
    void theRateFollowsItsSchedule() {
        Recorder recorder = new Recorder();
        FullRun run = FullRun.of(0, OnBadStep.STOP, 1, 12);
        train(run, folder, recorder);
        for (StepReport report : recorder.reports) {
            double want = 1e-3 * run.recipe().rate().at(report.step() - 1, 12);
            assertThat(report.rate()).isEqualTo(want);
        }
        assertThat(recorder.reports.get(0).rate()).isEqualTo(1e-3 / 4);
    }

    /** After one step AdamW's first moment is (1 − β₁)·g: it shows the gradient that was used. */
    @Test
    void clippedGradientsReachTheOptimiserWithTheLimitAsNorm() {
        Recorder recorder = new Recorder();
        train(FullRun.of(0, OnBadStep.STOP, 1, 1), folder, recorder);
        StepReport report = recorder.reports.get(0);
        assertThat(report.clipped()).isTrue();
        assertThat(report.gradientNorm()).as("before clipping").isGreaterThan(0.5);
        double squares = 0;
        for (Map.Entry<String, TensorData> tensor : recorder.states.get(1).entrySet()) {
            if (tensor.getKey().startsWith("exp_avg.")) {
                for (float m : tensor.getValue().floats()) {
                    squares += (double) m * m;
                }
            }
        }
        assertThat(Math.sqrt(squares) / 0.1).isCloseTo(0.5, within(1e-5));
    }

    @Test
    void lossesAreAlsoToldByGamma() {
        Recorder recorder = new Recorder();
        train(FullRun.of(0, OnBadStep.STOP, 1, 3), folder, recorder);
        for (StepReport report : recorder.reports) {
            double loss = 0;
            double zero = 0;
            for (int i = 0; i < GammaBins.COUNT; i++) {
                loss += report.byGamma().loss()[i] / 5;
                zero += report.byGamma().zeroField()[i] / 5;
            }
            assertThat(loss).isCloseTo(report.loss(), within(1e-5));
            assertThat(zero).isCloseTo(report.zeroFieldLoss(), within(1e-5));
        }
    }
}
