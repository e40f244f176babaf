package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.eqm.core.data.Png;
import dev.eqm.core.device.Backend;
import dev.eqm.core.store.Json;
import dev.eqm.run.folder.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that cannot write any more, here because of a limit on the size of files, fails with exit
 * code 1, keeps what it had, and goes on exactly once there is room.
 */
class FullDiskTest {
    private static final List<String> FILES =
            List.of("model.safetensors", "ema.safetensors", "optimizer.safetensors");

    @TempDir private Path folder;

    @BeforeAll
    static void onlyWhereLimitsExist() {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs ulimit -f");
        assertThat(Backend.versions()).isNotEmpty(); // unpacks the natives: children may not
    }

    @Test
    void inTheMiddleOfACheckpoint() throws IOException, InterruptedException {
        Path run = folder.resolve("tiny");
        String err = failed(24, "preview.every=0");
        assertThat(err)
                .contains(
                        "00000006",
                        "cannot be written",
                        "model.safetensors",
                        "free some disk space",
                        "resume");
        assertThat(run.resolve("checkpoints")).isEmptyDirectory(); // no half-written one takes room
        assertThat(Files.readAllLines(run.resolve("metrics.jsonl"))).hasSize(1);
        resumedEqualsWhole("preview.every=0");
    }

    @Test
    void inTheMiddleOfMetrics() throws IOException, InterruptedException {
        String[] settings = {
            "preview.every=0", "train.logEvery=1", "train.steps=60", "train.checkpointEvery=1000"
        };
        String err = failed(16, settings);
        assertThat(err).contains("metrics.jsonl", "step ", "free some disk space", "resume");
        Path metrics = folder.resolve("tiny/metrics.jsonl");
        assertThat(Files.readString(metrics)).endsWith("}\n");
        List<String> lines = Files.readAllLines(metrics);
        assertThat(lines).hasSizeBetween(10, 59).allSatisfy(line -> Json.parse(line));
        resumedEqualsWhole(settings);
        assertThat(Files.readAllLines(metrics)).hasSize(60);
    }

    @Test
    void inTheMiddleOfAPicture() throws IOException, InterruptedException {
        String[] settings = {"train.checkpointEvery=1000", "train.steps=6"};
        String err = failed(8, settings);
        assertThat(err)
                .contains("00000006.png", "cannot be written", "free some disk space", "resume");
        assertThat(folder.resolve("tiny/samples/00000006.png")).doesNotExist();
        resumedEqualsWhole(settings);
        // the files differ in the name of their run
        assertThat(Png.read(folder.resolve("tiny/samples/00000006.png")))
                .isEqualTo(Png.read(folder.resolve("whole/samples/00000006.png")));
    }

    @Test
    void aLastGridThatIsMissingIsMadeUpFor() throws IOException {
        assertThat(Cli.run(training("preview.every=100")).exit()).isZero();
        Path grid = folder.resolve("tiny/samples/00000012.png");
        byte[] before = Files.readAllBytes(grid);
        Files.delete(grid);
        Cli again = Cli.run(training("preview.every=100", "--resume"));
        assertThat(again.err()).isEmpty();
        assertThat(again.out()).contains("resumed after step 12", "nothing left to train");
        assertThat(grid).hasBinaryContent(before);
    }

    @Test
    void theNewestRunIsTheOneBegunLastWhateverTheClockSays() throws IOException {
        for (String name : List.of("first", "second", "first")) {
            String[] again = Files.exists(folder.resolve(name)) ? new String[] {"--resume"} : null;
            List<String> args = training("train.steps=1", "name=" + name, "preview.every=0");
            args.addAll(again == null ? List.of() : List.of(again));
            assertThat(Cli.run(args).exit()).isZero();
            FileTime past = FileTime.from(Instant.parse("1980-01-01T00:00:00Z"));
            try (Stream<Path> files = Files.list(folder.resolve(name))) {
                for (Path file : files.toList()) {
                    Files.setLastModifiedTime(
                            file, name.equals("first") ? past : FileTime.from(Instant.now()));
                }
            }
            assertThat(RunFolder.newest(folder).path()).isEqualTo(folder.resolve(name));
        }
        Files.delete(folder.resolve("first/turn"));
        assertThat(RunFolder.newest(folder).path()).isEqualTo(folder.resolve("second"));
    }

    /** Trains in a process whose files may have so many blocks of 512 bytes; its error output. */
    private String failed(int blocks, String... settings) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "/bin/sh",
                                "-c",
                                "ulimit -f " + blocks + " && exec \"$@\"",
                                "sh",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Dai.djl.offline=true",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:-UsePerfData",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.eqm.cli.Main"));
        command.addAll(training(settings));
        Path err = folder.resolve("err");
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(err.toFile())
                        .start();
        assertThat(process.waitFor()).as(Files.readString(err)).isEqualTo(1);
        return Files.readString(err);
    }

    private void resumedEqualsWhole(String... settings) throws IOException {
        List<String> resume = training(settings);
        resume.add("--resume");
        Cli resumed = Cli.run(resume);
        assertThat(resumed.err()).isEmpty();
        assertThat(resumed.exit()).isZero();
        List<String> whole = training(settings);
        whole.addAll(List.of("--set", "name=whole"));
        assertThat(Cli.run(whole).exit()).isZero();
        Path last = newest(folder.resolve("whole/checkpoints"));
        for (String file : FILES) {
            assertThat(folder.resolve("tiny/checkpoints").resolve(last.getFileName()).resolve(file))
                    .hasSameBinaryContentAs(last.resolve(file));
        }
    }

    private static Path newest(Path checkpoints) throws IOException {
        try (Stream<Path> all = Files.list(checkpoints)) {
            return all.sorted().reduce((a, b) -> b).orElseThrow();
        }
    }

    /** The tiny training with settings ({@code a.b=v}) and options ({@code --resume}). */
    private List<String> training(String... settings) {
        List<String> args = Cli.tinyTraining(folder, "--set", "precision=float32");
        for (String setting : settings) {
            if (!setting.startsWith("--")) {
                args.add("--set");
            }
            args.add(setting);
        }
        return args;
    }
}
