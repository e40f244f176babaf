package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is killed again and again ends where an undisturbed one ends, byte for byte. */
class KilledRunTest {
    private static final int STEPS = 200;
    private static final int KILLS = 20;
    private static final List<String> FILES =
            List.of("model.safetensors", "ema.safetensors", "optimizer.safetensors");

    @TempDir private Path folder;
    private final SplittableRandom random = new SplittableRandom(11);

    @Test
    void twentyKillsChangeNothing() throws IOException, InterruptedException {
        assertThat(start("whole", false).waitFor()).isZero();
        int kills = 0;
        int duringWrite = 0;
        for (int chain = 0; kills < KILLS; chain++) {
            String name = "killed-" + chain;
            boolean resume = false;
            while (true) {
                Process process = start(name, resume);
                boolean aimAtWrite = kills % 2 == 0;
                if (kills < KILLS && waitForMoment(process, name, aimAtWrite)) {
                    process.destroyForcibly().waitFor();
                    kills++;
                    duringWrite += halfWritten(name) ? 1 : 0;
                } else {
                    assertThat(process.waitFor()).as(Files.readString(log(name))).isZero();
                    break;
                }
                resume = Files.exists(folder.resolve(name).resolve("config.yaml"));
            }
            for (String file : FILES) {
                assertThat(last(name).resolve(file))
                        .hasSameBinaryContentAs(last("whole").resolve(file));
            }
        }
        assertThat(duringWrite).as("kills in the middle of a checkpoint write").isPositive();
    }

    @Test
    void aTerminatedRunWritesACheckpointFirst() throws IOException, InterruptedException {
        Process process =
                start(
                        "terminated",
                        false,
                        "--set",
                        "train.steps=100000",
                        "--set",
                        "train.checkpointEvery=100000");
        while (process.isAlive() && !Files.exists(folder.resolve("terminated/metrics.jsonl"))) {
            Thread.sleep(5);
        }
        process.destroy(); // SIGTERM
        assertThat(process.waitFor()).isEqualTo(128 + 15);
        assertThat(Files.readString(log("terminated")))
                .contains("writing a checkpoint first", "--resume continues");
        assertThat(newest("terminated")).isPositive();
    }

    /** True when the process should die now; false if it ended by itself first. */
    private boolean waitForMoment(Process process, String name, boolean aimAtWrite)
            throws InterruptedException {
        long fresh = newest(name);
        while (process.isAlive() && newest(name) <= fresh) {
            Thread.sleep(2);
        }
        if (aimAtWrite) {
            while (process.isAlive() && !halfWritten(name)) {
                Thread.onSpinWait();
            }
        } else {
            process.waitFor(random.nextInt(300), TimeUnit.MILLISECONDS);
        }
        return process.isAlive();
    }

    private Process start(String name, boolean resume, String... more) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Dai.djl.offline=true",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.eqm.cli.Main"));
        command.addAll(
                Cli.tinyTraining(
                        folder,
                        "--set",
                        "name=" + name,
                        "--set",
                        "train.steps=" + STEPS,
                        "--set",
                        "train.checkpointEvery=5",
                        "--set",
                        "train.batchSize=32",
                        "--set",
                        "preview.every=0"));
        command.addAll(List.of(more));
        if (resume) {
            command.add("--resume");
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(name).toFile()))
                .start();
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    private Path last(String name) {
        return folder.resolve(name).resolve("checkpoints").resolve(String.format("%08d", STEPS));
    }

    private boolean halfWritten(String name) {
        return entries(name).anyMatch(n -> n.endsWith(".part"));
    }

    private long newest(String name) {
        return entries(name)
                .filter(n -> n.matches("[0-9]{8}"))
                .mapToLong(Long::parseLong)
                .max()
                .orElse(0);
    }

    private Stream<String> entries(String name) {
        String[] names = folder.resolve(name).resolve("checkpoints").toFile().list();
        return names == null ? Stream.empty() : Stream.of(names);
    }
}
