package dev.eqm.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.device.Precision;
import dev.eqm.core.loss.EqmLoss;
import dev.eqm.core.loss.FlowMatchingLoss;
import dev.eqm.core.loss.Loss;
import dev.eqm.core.schedule.GradientSchedule;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.weights.CheckpointException;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.train.checkpoint.Checkpoints;
import dev.eqm.train.checkpoint.Resume;
import dev.eqm.train.checkpoint.RunIdentity;
import dev.eqm.train.checkpoint.StateFile;
import dev.eqm.train.optim.AdamW;
import dev.eqm.train.optim.Sgd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class TrainerTest {
    @TempDir private Path folder;

    /** Remembers the parameters before the step that ends the run. */
    private static final class Recorder implements TrainListener {
        private final List<String> heard = new ArrayList<>();
        private Map<String, TensorData> afterLastGoodStep = Map.of();

        @Override
        public void started(TrainState state) {
            heard.add("started " + state.step());
        }

        @Override
        public void stepped(StepReport report, TrainState state) {
            heard.add("stepped " + report.step());
            afterLastGoodStep = ModelFile.tensors(state.model().parameters());
        }

        @Override
        public void saved(Path checkpoint, double seconds) {
            heard.add("saved " + checkpoint.getFileName());
        }

        @Override
        public void ended(TrainResult result) {
            heard.add("ended " + result.reason() + " " + result.step());
        }
    }

    @Test
    void listenersHearEverythingInOrder() {
        Recorder recorder = new Recorder();
        try (TrainState start = TinyRun.usual().start()) {
            TinyRun.usual().trainer(3, 2, folder, recorder).run(start);
        }
        assertThat(recorder.heard)
                .containsExactly(
                        "started 0",
                        "stepped 1",
                        "stepped 2",
                        "saved 00000002",
                        "stepped 3",
                        "saved 00000003",
                        "ended COMPLETED 3");
    }

    @Test
    void aLossThatIsNotFiniteStopsTheRunAndTouchesNothing() {
        TinyRun run = TinyRun.withRate(1e5); // explodes within a few steps
        Recorder recorder = new Recorder();
        try (TrainState start = run.start()) {
            TrainResult result = run.trainer(50, 1, folder, recorder).run(start);
            assertThat(result.reason()).isEqualTo(TrainResult.Reason.NOT_FINITE);
            assertThat(result.last().finite()).isFalse();
            assertThat(result.last().step()).isEqualTo(result.step() + 1);
            assertThat(result.lastGoodLoss()).isFinite();
            assertThat(ModelFile.tensors(start.model().parameters()))
                    .isEqualTo(recorder.afterLastGoodStep);
            Path last = Checkpoints.latest(folder).found().get(0);
            assertThat(StateFile.verified(last).step()).isEqualTo(result.step());
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsToldWithWhatToDo() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        try (TrainState start = TinyRun.usual().start()) {
            assertThatThrownBy(
                            () ->
                                    TinyRun.usual()
                                            .trainer(1, 1, file.resolve("checkpoints"))
                                            .run(start))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContainingAll("00000001", "cannot be written", "resume");
        }
    }

    /** A lambda's text holds an address: nothing that is saved under it could be resumed. */
    @Test
    void aLossWithoutAnIdentityIsRefusedBeforeTheFirstStep() {
        Loss unnamed = new EqmLoss(gamma -> 1 - gamma);
        Recorder recorder = new Recorder();
        TinyRun run = TinyRun.usual();
        Trainer trainer =
                new Trainer(run.with(unnamed).step(), run.checkpoints(folder), List.of(recorder));
        try (TrainState start = run.start()) {
            assertThatThrownBy(() -> trainer.run(start))
                    .isInstanceOf(BrokenRuleException.class)
                    .hasMessageStartingWith("loss must have an identity")
                    .hasMessageContainingAll("GradientSchedule.named(", "EqmLoss[schedule=");
        }
        assertThatThrownBy(() -> run.with(unnamed).identity()).hasMessageContaining("identity");
        assertThatThrownBy(() -> run.with((Loss) (answer, batch) -> null).identity())
                .hasMessageContaining("Loss.named(");
        assertThat(recorder.heard).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aNamedScheduleIsItsOwnIdentity() {
        TinyRun run =
                TinyRun.usual()
                        .with(new EqmLoss(GradientSchedule.named("line", gamma -> 1 - gamma)));
        assertThat(run.identity().loss()).isEqualTo("EqmLoss[schedule=line]");
        try (TrainState start = run.start()) {
            run.trainer(1, 1, folder).run(start);
        }
        Path checkpoint = folder.resolve("00000001");
        assertThat(StateFile.verified(checkpoint).loss()).isEqualTo("EqmLoss[schedule=line]");
        try (TrainState again =
                Resume.from(checkpoint, run.identity(), Precision.FLOAT32, Device.cpu())) {
            assertThat(again.step()).isEqualTo(1);
        }
    }

    @Test
    void theStateOfAnotherOptimizerIsRefused() {
        TinyRun sgd = TinyRun.usual().with(Sgd.DEFAULT);
        try (TrainState start = TinyRun.usual().start()) {
            assertThatThrownBy(() -> sgd.trainer(1, 1, folder).run(start))
                    .isInstanceOf(BrokenRuleException.class)
                    .hasMessageContaining("optimizer must match the state, adamw, got sgd");
        }
    }

    @Test
    void checkpointsOfAnotherRunAreRefusedBeforeTheFirstStep() {
        TinyRun run = TinyRun.usual();
        SiTConfig wider = new SiTConfig(8, 4, 1, 32, 2, 2, 2, 2, 0.1, false, false);
        String loss = run.loss().toString();
        String other = new FlowMatchingLoss().toString();
        refused(
                new RunIdentity(TinyRun.ARCHITECTURE, 8, 5, loss, AdamW.DEFAULT),
                "seed",
                "7, got 8");
        refused(
                new RunIdentity(TinyRun.ARCHITECTURE, 7, 6, loss, AdamW.DEFAULT),
                "batchSize",
                "5, got 6");
        refused(
                new RunIdentity(TinyRun.ARCHITECTURE, 7, 5, other, AdamW.DEFAULT),
                "loss",
                "got flow matching loss");
        refused(
                new RunIdentity(wider, 7, 5, loss, AdamW.DEFAULT),
                "architecture",
                "width 16",
                "width 32");
    }

    private void refused(RunIdentity identity, String what, String... words) {
        Recorder recorder = new Recorder();
        Trainer trainer =
                new Trainer(
                        TinyRun.usual().step(),
                        new Checkpoints(folder, identity, 1),
                        List.of(recorder));
        try (TrainState start = TinyRun.usual().start()) {
            assertThatThrownBy(() -> trainer.run(start))
                    .isInstanceOf(BrokenRuleException.class)
                    .hasMessageStartingWith(
                            what + " of the checkpoints must equal that of the run, ")
                    .hasMessageContainingAll(words);
        }
        assertThat(recorder.heard).isEmpty();
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> TinyRun.settings(10, 0, 0, 1, 1, 1))
                .hasMessage("batchSize must be at least 1, got 0");
        assertThatThrownBy(() -> TinyRun.settings(0, 1, 0, 1, 1, 1)).hasMessageContaining("steps");
        assertThatThrownBy(() -> TinyRun.settings(1L << 24, 1, 0, 1, 1, 1))
                .hasMessageContaining("2^24");
        assertThatThrownBy(() -> TinyRun.settings(1, 1, 0, 0, 1, 1))
                .hasMessageContaining("logEvery");
        assertThatThrownBy(() -> TinyRun.settings(1, 1, 0, 1, 0, 1))
                .hasMessageContaining("checkpointEvery");
        assertThatThrownBy(() -> TinyRun.settings(1, 1, 0, 1, 1, 0))
                .hasMessageContaining("keepCheckpoints");
        assertThatThrownBy(() -> settings(5, 0, 1)).hasMessageContaining("microBatch must lie");
        assertThatThrownBy(() -> settings(-1, 0, 1)).hasMessageContaining("microBatch");
        assertThatThrownBy(() -> settings(0, -1, 1)).hasMessageContaining("clipNorm");
        assertThatThrownBy(() -> settings(0, Double.NaN, 1)).hasMessageContaining("clipNorm");
        assertThatThrownBy(() -> settings(0, 0, 0)).hasMessageContaining("badStepLimit");
    }

    private static TrainSettings settings(int microBatch, double clipNorm, int badStepLimit) {
        return new TrainSettings(
                10,
                4,
                microBatch,
                false,
                0,
                GammaDraw.UNIFORM,
                clipNorm,
                OnBadStep.SKIP,
                badStepLimit,
                1,
                1,
                1);
    }
}
