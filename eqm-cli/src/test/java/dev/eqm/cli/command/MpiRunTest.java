package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code eqm train --ranks} under the launchers of real MPIs, where there are any (Debian:
 * openmpi-bin, mpich).
 */
@Tag("mpi")
class MpiRunTest {
    @TempDir private Path folder;

    /** A launcher, and the library that belongs to it. */
    enum Mpi {
        OPEN_MPI(
                List.of("mpirun.openmpi", "--allow-run-as-root", "--oversubscribe"),
                "libmpi.so.40"),
        MPICH(List.of("mpirun.mpich"), "libmpich.so.12");

        @SuppressWarnings("ImmutableEnumChecker") // List.of is never changed
        private final List<String> launcher;

        private final String library;

        Mpi(List<String> launcher, String library) {
            this.launcher = launcher;
            this.library = library;
        }

        Mpi other() {
            return this == MPICH ? OPEN_MPI : MPICH;
        }

        void requireThere() {
            String program = launcher.get(0);
            Optional<Path> found =
                    Stream.of(System.getenv("PATH").split(":"))
                            .map(place -> Path.of(place, program))
                            .filter(Files::isExecutable)
                            .findFirst();
            assumeTrue(found.isPresent(), program + " is not installed");
        }
    }

    private record Told(int exit, String text) {}

    private Told run(List<String> launcher, String library, String... more)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(launcher);
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx400m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dai.djl.offline=true",
                        "dev.eqm.cli.Main",
                        "train",
                        "--config",
                        "tiny.yaml"));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.environment().put("EQM_MPI", library);
        Path log = folder.resolve("log");
        Process process =
                builder.directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("ends in time").isTrue();
        return new Told(
                process.exitValue(), new String(Files.readAllBytes(log), StandardCharsets.UTF_8));
    }

    private void configure() throws IOException {
        Files.writeString(
                folder.resolve("tiny.yaml"),
                """
                device: cpu
                model:
                  backbone: {kind: custom, width: 8, depth: 1, heads: 2, patchSize: 14, mlpRatio: 1}
                train: {steps: 6, batchSize: 8, checkpointEvery: 3, clipNorm: 1}
                preview: {every: 0}
                report: false
                tensorboard: false
                """);
    }

    @ParameterizedTest
    @EnumSource
    void ranksEqualOneProcessWithMicroBatches(Mpi mpi) throws IOException, InterruptedException {
        mpi.requireThere();
        configure();
        Told one =
                run(
                        List.of(),
                        "",
                        "--set",
                        "name=one",
                        "--set",
                        "train.microBatch=2",
                        "--set",
                        "lanes=1");
        assertThat(one.exit).as(one.text).isZero();
        List<String> four = new ArrayList<>(mpi.launcher);
        four.addAll(List.of("-n", "4"));
        Told ranks = run(four, mpi.library, "--set", "name=four", "--ranks", "4");
        assertThat(ranks.exit).as(ranks.text).isZero();
        for (String file : List.of("model", "ema", "optimizer")) {
            Path place = Path.of("checkpoints", "00000006", file + ".safetensors");
            assertThat(folder.resolve("runs/four").resolve(place))
                    .hasSameBinaryContentAs(folder.resolve("runs/one").resolve(place));
        }
        for (int r = 1; r < 4; r++) {
            assertThat(Files.readString(folder.resolve("runs/four/ranks/" + r + ".log")))
                    .contains("rank " + r + " of 4", "step 6/6");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theLibraryOfAnotherMpiIsRefused(Mpi mpi) throws IOException, InterruptedException {
        mpi.requireThere();
        mpi.other().requireThere();
        configure();
        List<String> two = new ArrayList<>(mpi.launcher);
        two.addAll(List.of("-n", "2"));
        Told told = run(two, mpi.other().library, "--ranks", "2");
        assertThat(told.exit).as(told.text).isEqualTo(2);
        assertThat(told.text).contains("one of 1, but 2 were asked for", "belongs to another MPI");
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @Test
    void ranksThatNobodyStartedAndRanksThatNobodyAskedForAreRefused()
            throws IOException, InterruptedException {
        Mpi.OPEN_MPI.requireThere();
        configure();
        Told none = run(List.of(), "", "--ranks", "2");
        assertThat(none.exit).isEqualTo(2);
        assertThat(none.text).contains("no launcher started this one", "mpirun -n 2");
        List<String> two = new ArrayList<>(Mpi.OPEN_MPI.launcher);
        two.addAll(List.of("-n", "2"));
        Told unasked = run(two, "");
        assertThat(unasked.exit).isEqualTo(2);
        assertThat(unasked.text).contains("2 times (OMPI_COMM_WORLD_SIZE=2)", "add --ranks 2");
        assertThat(folder.resolve("runs")).doesNotExist();
    }
}
