package dev.eqm.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.eqm.core.device.Precision;
import dev.eqm.core.loss.FlowMatchingLoss;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.weights.CheckpointException;
import dev.eqm.train.optim.AdamW;
import dev.eqm.train.optim.Muon;
import dev.eqm.train.optim.Optimizer;
import dev.eqm.train.optim.Optimizers;
import dev.eqm.train.optim.Sgd;
import dev.eqm.train.step.StepCount;
import dev.eqm.train.step.StepReport;
import dev.eqm.train.step.TinyRun;
import dev.eqm.train.step.TrainListener;
import dev.eqm.train.step.TrainResult;
import dev.eqm.train.step.TrainState;
import dev.eqm.train.step.Trainer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(LeakCheck.class)
class ResumeTest {
    private static final List<String> FILES =
            List.of(Checkpoints.MODEL, Checkpoints.EMA, Checkpoints.OPTIMIZER, "state.json");

    @TempDir private Path folder;

    @Test
    void aResumedRunEqualsAnUninterruptedOneByteForByte() throws IOException {
        train(TinyRun.usual(), folder.resolve("whole"), 20, 20);
        train(TinyRun.usual(), folder.resolve("parts"), 10, 10);
        resume(TinyRun.usual(), folder.resolve("parts"), 20);
        for (String file : FILES) {
            assertThat(folder.resolve("parts/00000020").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("whole/00000020").resolve(file));
        }
    }

    static Stream<Optimizer> optimizers() {
        Stream<Optimizer> catalogue = Optimizers.examples().values().stream();
        return Stream.concat(catalogue, Stream.of(new Sgd(0.01, 0, false, 0.1)));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void soDoesOneWithAnyOptimizer(Optimizer optimizer) throws IOException {
        TinyRun run = TinyRun.usual().with(optimizer);
        train(run, folder.resolve("whole"), 6, 6);
        train(run, folder.resolve("parts"), 3, 3);
        resume(run, folder.resolve("parts"), 6);
        for (String file : FILES) {
            assertThat(folder.resolve("parts/00000006").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("whole/00000006").resolve(file));
        }
        StateFile state = StateFile.verified(folder.resolve("whole/00000006"));
        assertThat(state.optimizer()).isEqualTo(optimizer.name());
        assertThat(state.hasOptimizer()).isTrue();
    }

    /** Checkpoints of AdamW hold not a byte more than those that knew no other optimiser. */
    @Test
    void adamWIsNotNamedAndOthersAre() throws IOException {
        train(TinyRun.usual(), folder.resolve("adamw"), 1, 1);
        train(TinyRun.usual().with(Sgd.DEFAULT), folder.resolve("sgd"), 1, 1);
        assertThat(Files.readString(folder.resolve("adamw/00000001/state.json")))
                .doesNotContain("optimizer\":");
        assertThat(Files.readString(folder.resolve("sgd/00000001/state.json")))
                .contains("\"optimizer\": \"sgd\"");
    }

    @Test
    void anotherOptimizerIsRefused() {
        TinyRun run = TinyRun.usual();
        train(run, folder.resolve("adamw"), 1, 1);
        train(run.with(Muon.DEFAULT), folder.resolve("muon"), 1, 1);
        refused(
                folder.resolve("adamw/00000001"),
                run.with(Sgd.DEFAULT).identity(),
                "contains a run with optimizer adamw, but this one has sgd",
                "resume with the run's own configuration");
        refused(
                folder.resolve("muon/00000001"),
                run.identity(),
                "contains a run with optimizer muon, but this one has adamw");
        refused(
                folder.resolve("muon/00000001"),
                run.with(new Muon(0.02, 0.95, true, 0, List.of("blocks."), AdamW.DEFAULT))
                        .identity(),
                "has no 'momentum_buffer.x_embedder.proj.weight', which the optimizer muon needs",
                "that the run started with");
    }

    @Test
    void aRequestedStopWritesACheckpointThatResumes() {
        TinyRun run = TinyRun.usual();
        Trainer[] trainer = new Trainer[1];
        TrainListener stopAtFive =
                new TrainListener() {
                    @Override
                    public void stepped(StepReport report, TrainState state) {
                        if (report.step() == 5) {
                            trainer[0].requestStop();
                        }
                    }
                };
        trainer[0] = run.trainer(20, 1000, folder, stopAtFive);
        try (TrainState start = run.start()) {
            TrainResult result = trainer[0].run(start);
            assertThat(result.reason()).isEqualTo(TrainResult.Reason.STOPPED);
            assertThat(result.step()).isEqualTo(5);
        }
        assertThat(Checkpoints.latest(folder).found()).containsExactly(folder.resolve("00000005"));
    }

    @Test
    void damagedAndHalfWrittenCheckpointsAreSkippedByName() throws IOException {
        train(TinyRun.usual(), folder, 15, 5);
        Files.createDirectory(folder.resolve("00000020.part"));
        flipByte(folder.resolve("00000015").resolve(Checkpoints.EMA));
        Files.delete(folder.resolve("00000010").resolve("state.json"));
        Checkpoints.Latest latest = Checkpoints.latest(folder);
        assertThat(latest.found()).containsExactly(folder.resolve("00000005"));
        assertThat(latest.damaged()).hasSize(2);
        assertThat(latest.damaged().get(0))
                .contains("00000015")
                .contains(Checkpoints.EMA)
                .contains("SHA-256");
        assertThat(latest.damaged().get(1)).contains("00000010");
        resume(TinyRun.usual(), folder, 20); // passes the damaged ones again and replaces them
        assertThat(Checkpoints.latest(folder).damaged()).isEmpty();
        assertThat(Files.exists(folder.resolve("00000020.part"))).isFalse();
    }

    private interface Damage {
        void to(Path file) throws IOException;
    }

    private static Map<String, Damage> damages() {
        Map<String, Damage> kinds = new LinkedHashMap<>();
        kinds.put("one bit", ResumeTest::flipByte);
        kinds.put("cut", file -> Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 40)));
        kinds.put("empty", file -> Files.write(file, new byte[0]));
        kinds.put("gone", Files::delete);
        kinds.put("zeros", file -> Files.write(file, new byte[(int) Files.size(file)]));
        return kinds;
    }

    @Test
    void whateverIsDamagedTheOneBeforeIsTaken() throws IOException {
        train(TinyRun.usual(), folder, 2, 1);
        for (String file : FILES) {
            Path path = folder.resolve("00000002").resolve(file);
            byte[] whole = Files.readAllBytes(path);
            for (Map.Entry<String, Damage> kind : damages().entrySet()) {
                kind.getValue().to(path);
                Checkpoints.Latest latest = Checkpoints.latest(folder);
                assertThat(latest.found())
                        .as(file + ", " + kind.getKey())
                        .containsExactly(folder.resolve("00000001"));
                assertThat(latest.damaged()).hasSize(1);
                assertThat(latest.damaged().get(0)).contains("00000002", file);
                Files.write(path, whole);
            }
        }
        assertThat(Checkpoints.latest(folder).found()).containsExactly(folder.resolve("00000002"));
    }

    @Test
    void everyDigitOfTheStateIsGuarded() throws IOException {
        train(TinyRun.usual(), folder, 2, 2);
        Path state = folder.resolve("00000002/state.json");
        byte[] whole = Files.readAllBytes(state);
        for (int i = 0; i < whole.length; i++) {
            if (Character.isDigit(whole[i])) {
                byte[] bad = whole.clone();
                bad[i] ^= 1; // 2 becomes 3: still JSON, another number
                Files.write(state, bad);
                assertThat(Checkpoints.latest(folder).found()).as("byte " + i).isEmpty();
            }
        }
        Files.write(state, whole);
        assertThat(Checkpoints.latest(folder).found()).hasSize(1);
    }

    @Test
    void aStateOfFormat1IsStillRead() throws IOException {
        train(TinyRun.usual(), folder, 2, 2);
        Path state = folder.resolve("00000002/state.json");
        String old =
                Files.readString(state)
                        .replace("\"format\": 2", "\"format\": 1")
                        .replaceFirst(",\\s*\"stateSha256\": \"[0-9a-f]{64}\"", "");
        assertThat(old).doesNotContain("stateSha256");
        Files.writeString(state, old);
        assertThat(StateFile.verified(folder.resolve("00000002")).step()).isEqualTo(2);
        Files.writeString(state, old.replace("\"format\": 1", "\"format\": 2"));
        assertThat(Checkpoints.latest(folder).damaged().get(0)).contains("SHA-256 at its own end");
    }

    @Test
    void anEmptyFolderAndAFileInItsPlaceAreSkipped() throws IOException {
        train(TinyRun.usual(), folder, 1, 1);
        Files.createDirectory(folder.resolve("00000002"));
        Files.writeString(folder.resolve("00000003"), "no folder");
        Checkpoints.Latest latest = Checkpoints.latest(folder);
        assertThat(latest.found()).containsExactly(folder.resolve("00000001"));
        assertThat(latest.damaged().get(0)).contains("00000003");
        assertThat(latest.damaged().get(1)).contains("00000002", "state.json");
        resume(TinyRun.usual(), folder, 5);
        assertThat(Checkpoints.latest(folder).found()).containsExactly(folder.resolve("00000005"));
    }

    @Test
    void clocksDecideNothing() throws IOException {
        train(TinyRun.usual(), folder, 3, 1);
        FileTime future = FileTime.from(Instant.parse("2099-01-01T00:00:00Z"));
        FileTime past = FileTime.from(Instant.parse("1980-01-01T00:00:00Z"));
        for (int step = 1; step <= 3; step++) {
            Path checkpoint = folder.resolve("0000000" + step);
            for (String file : FILES) {
                Files.setLastModifiedTime(checkpoint.resolve(file), step == 3 ? past : future);
            }
            Files.setLastModifiedTime(checkpoint, step == 3 ? past : future);
        }
        assertThat(Checkpoints.latest(folder).found()).containsExactly(folder.resolve("00000003"));
        resume(TinyRun.usual(), folder, 10);
        try (Stream<Path> entries = Files.list(folder)) {
            assertThat(entries.map(p -> p.getFileName().toString()))
                    .containsExactlyInAnyOrder("00000003", "00000005", "00000010");
        }
    }

    @Test
    void aDamagedLaterCheckpointDoesNotCostAFreshOne() throws IOException {
        TinyRun run = TinyRun.usual();
        train(run, folder, 4, 4);
        flipByte(folder.resolve("00000004").resolve(Checkpoints.MODEL));
        Checkpoints keepsOne = new Checkpoints(folder, run.identity(), 1);
        try (TrainState start = run.start()) {
            TrainState atTwo =
                    new TrainState(
                            start.model(), start.averages(), start.optimizer(), StepCount.of(2));
            keepsOne.write(atTwo);
            assertThat(Checkpoints.latest(folder).found())
                    .containsExactly(folder.resolve("00000002"));
        }
    }

    @Test
    void onlyTheNewestStay() throws IOException {
        train(TinyRun.usual(), folder, 10, 2);
        try (var entries = Files.list(folder)) {
            assertThat(entries.map(p -> p.getFileName().toString()))
                    .containsExactlyInAnyOrder("00000006", "00000008", "00000010");
        }
    }

    @Test
    void aCheckpointOfAnotherRunIsRefusedWithTheDifference() {
        train(TinyRun.usual(), folder, 2, 2);
        Path checkpoint = folder.resolve("00000002");
        RunIdentity mine = TinyRun.usual().identity();
        SiTConfig wider = new SiTConfig(8, 4, 1, 32, 2, 2, 2, 2, 0.1, false, false);
        refused(
                checkpoint,
                new RunIdentity(wider, 7, 5, mine.loss(), AdamW.DEFAULT),
                "architecture",
                "width 16",
                "width 32");
        refused(
                checkpoint,
                new RunIdentity(mine.architecture(), 8, 5, mine.loss(), AdamW.DEFAULT),
                "seed 7",
                "8");
        refused(
                checkpoint,
                new RunIdentity(mine.architecture(), 7, 6, mine.loss(), AdamW.DEFAULT),
                "batch size 5",
                "6");
        String other = new FlowMatchingLoss().toString();
        refused(
                checkpoint,
                new RunIdentity(mine.architecture(), 7, 5, other, AdamW.DEFAULT),
                "loss",
                "flow matching loss");
    }

    @Test
    void aTruncatedFileIsRefusedByName() throws IOException {
        train(TinyRun.usual(), folder, 2, 2);
        Path model = folder.resolve("00000002").resolve(Checkpoints.MODEL);
        try (RandomAccessFile file = new RandomAccessFile(model.toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }
        refused(
                folder.resolve("00000002"),
                TinyRun.usual().identity(),
                Checkpoints.MODEL,
                "SHA-256");
    }

    private static void refused(Path checkpoint, RunIdentity identity, String... words) {
        assertThatThrownBy(() -> Resume.from(checkpoint, identity, Precision.FLOAT32, Device.cpu()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(words);
    }

    private static void train(TinyRun run, Path folder, long steps, long every) {
        try (TrainState start = run.start()) {
            assertThat(run.trainer(steps, every, folder).run(start).reason())
                    .isEqualTo(TrainResult.Reason.COMPLETED);
        }
    }

    private static void resume(TinyRun run, Path folder, long steps) {
        Path checkpoint = Checkpoints.latest(folder).found().get(0);
        try (TrainState state =
                Resume.from(checkpoint, run.identity(), Precision.FLOAT32, Device.cpu())) {
            run.trainer(steps, 5, folder).run(state);
        }
    }

    private static void flipByte(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 3] ^= 1;
        Files.write(file, bytes);
    }
}
