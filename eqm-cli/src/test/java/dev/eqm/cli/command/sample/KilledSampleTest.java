package dev.eqm.cli.command.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.cli.command.Cli;
import dev.eqm.core.store.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sampling that is killed and started again ends with the same bytes in every file. */
class KilledSampleTest {
    private static final int KILLS = 3;
    private static final int COUNT = 90;

    @TempDir private Path folder;

    @Test
    void killsChangeNothing() throws IOException, InterruptedException {
        assertThat(Cli.run(Cli.tinyTraining(folder, "--set", "train.steps=1")).exit()).isZero();
        Path whole = folder.resolve("whole");
        assertThat(Cli.run(arguments(whole)).exit()).isZero();
        Path killed = folder.resolve("killed");
        for (int kill = 1; kill <= KILLS; kill++) {
            Process process = start(killed);
            int enough = kill * COUNT / (KILLS + 1);
            while (process.isAlive() && pictures(killed) < enough) {
                Thread.sleep(1);
            }
            assertThat(process.isAlive()).as("killed while it works").isTrue();
            process.destroyForcibly().waitFor();
            assertThat(killed.resolve("samples.npz")).doesNotExist();
        }
        Cli last = Cli.run(arguments(killed));
        assertThat(last.exit()).isZero();
        assertThat(last.out()).containsPattern("continuing after \\d+ of " + COUNT + " samples");
        assertThat(hashes(killed)).isEqualTo(hashes(whole)).hasSize(COUNT + 10);
    }

    private List<String> arguments(Path out) {
        return List.of(
                "sample",
                "--run",
                folder.resolve("tiny").toString(),
                "--out",
                out.toString(),
                "--count",
                Integer.toString(COUNT),
                "--steps",
                "3",
                "--batch",
                "2",
                "--format",
                "grid,png,npz,latents,norms",
                "--trajectory",
                "3");
    }

    private Process start(Path out) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Dai.djl.offline=true",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.eqm.cli.Main"));
        command.addAll(arguments(out));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    private static long pictures(Path out) {
        String[] names = out.toFile().list((dir, name) -> name.matches("\\d{6}\\.png"));
        return names == null ? 0 : names.length;
    }

    private static Map<String, String> hashes(Path out) throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.list(out)) {
            for (Path file : files.toList()) {
                all.put(file.getFileName().toString(), Sha256.of(file));
            }
        }
        return all;
    }
}
