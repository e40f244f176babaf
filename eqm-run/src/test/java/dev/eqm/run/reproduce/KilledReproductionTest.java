package dev.eqm.run.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.run.RunListener;
import dev.eqm.run.reproduce.item.ItemFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reproduction that is killed again and again ends with the report of an undisturbed one. */
class KilledReproductionTest {
    private static final int KILLS = 4;

    @TempDir private Path folder;
    private final SplittableRandom random = new SplittableRandom(3);

    @Test
    void killsChangeNothing() throws IOException, InterruptedException {
        ItemFiles files = SmallItems.in(folder.resolve("configs"));
        SmallItems.write(files, "two", SmallItems.TWO_ARMS);
        SmallItems.write(
                files, "four", SmallItems.TWO_ARMS.replace("train.steps=6", "train.steps=60"));
        Path whole = folder.resolve("whole");
        Reproduction.run(SmallItems.request(files, whole, "two", "four"), RunListener.SILENT);

        Path killed = folder.resolve("killed");
        int kills = 0;
        while (true) {
            long before = count(killed);
            Process process = start(files, killed);
            while (process.isAlive() && count(killed) <= before) {
                Thread.sleep(5); // dies at work, not while Java starts
            }
            boolean ended =
                    kills < KILLS
                            ? process.waitFor(random.nextInt(400), TimeUnit.MILLISECONDS)
                            : process.waitFor() >= 0;
            if (ended) {
                assertThat(process.exitValue()).as(Files.readString(log())).isZero();
                break;
            }
            process.destroyForcibly().waitFor();
            kills++;
        }
        assertThat(kills).as("kills before it had done all").isGreaterThanOrEqualTo(2);
        assertThat(SmallItems.withoutTimes(killed)).isEqualTo(SmallItems.withoutTimes(whole));
    }

    /** Files so far, below all folders. */
    private static long count(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return 0;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.count();
        } catch (UncheckedIOException e) {
            return 0; // a file came or went meanwhile
        }
    }

    private Process start(ItemFiles files, Path out) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Dai.djl.offline=true",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ReproductionProcess.class.getName(),
                                files.configs().toString(),
                                out.toString(),
                                "two",
                                "four"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    private Path log() {
        return folder.resolve("log");
    }
}
