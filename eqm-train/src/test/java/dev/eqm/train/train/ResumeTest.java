package dev.eqm.train.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.eqm.core.kernel.Precision;
import dev.eqm.core.loss.FlowMatchingLoss;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.weights.CheckpointException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

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
                new RunIdentity(wider, 7, 5, mine.loss()),
                "architecture",
                "width=16",
                "width=32");
        refused(checkpoint, new RunIdentity(mine.architecture(), 8, 5, mine.loss()), "seed 7", "8");
        refused(
                checkpoint,
                new RunIdentity(mine.architecture(), 7, 6, mine.loss()),
                "batch size 5",
                "6");
        String other = new FlowMatchingLoss().toString();
        refused(checkpoint, new RunIdentity(mine.architecture(), 7, 5, other), "loss", other);
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
