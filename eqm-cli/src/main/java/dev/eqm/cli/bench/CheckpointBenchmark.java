package dev.eqm.cli.bench;

import dev.eqm.train.checkpoint.Checkpoints;
import dev.eqm.train.step.TrainState;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A checkpoint, forced to disk and hashed, beside one plain file of as many bytes, written in order
 * and forced to disk; both on the disk where runs lie. The ratio is what the format, the hashes and
 * the copies from the device cost beyond what the disk itself takes.
 */
final class CheckpointBenchmark implements Benchmark {
    private static final int FILES = 4; // room: the newest, the next one, the plain file, some air
    private static final double MB = 1e6;

    @Override
    public double bytes(Workload w) {
        return 32 * w.parameters(); // weights, average and moments, and as much on the way to disk
    }

    @Override
    public boolean dependsOnPrecision() {
        return false;
    }

    /** The first checkpoint is not measured: it tells the size of the plain file. */
    @Override
    public List<Comparison> run(Workload w) {
        double expected = 16 * w.parameters();
        try (Scratch scratch = Scratch.near(w.config().runs(), FILES * expected);
                TrainState start = w.start()) {
            Checkpoints checkpoints = scratch.checkpoints(w);
            long size = size(checkpoints.write(start));
            Path plain = scratch.folder().resolve("plain");
            byte[] noise = new byte[1 << 20];
            new SplittableRandom(1).nextBytes(noise);
            // a checkpoint of a step further each time, as in a run
            Iterator<TrainState> states = Stream.iterate(start.next(), TrainState::next).iterator();
            Paired paired =
                    new Paired()
                            .add("plain file", () -> write(plain, noise, size))
                            .add("Checkpoints.write", () -> checkpoints.write(states.next()));
            String title = Report.text("%.1f MB at %s", size / MB, w.config().runs());
            return List.of(w.comparison("checkpoint", title, paired, size / MB, "MB/s"));
        }
    }

    /** Bytes of a checkpoint's files. */
    private static long size(Path folder) {
        return Arrays.stream(folder.toFile().listFiles()).mapToLong(File::length).sum();
    }

    /** A file of noise, which no disk can compress, forced to disk as checkpoints are. */
    private static void write(Path file, byte[] noise, long bytes) {
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            for (long left = bytes; left > 0; left -= noise.length) {
                out.write(noise, 0, (int) Math.min(left, noise.length));
            }
            out.getChannel().force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written (" + e + ")", e);
        }
    }
}
