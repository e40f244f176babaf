package dev.eqm.cli.bench;

import dev.eqm.train.checkpoint.Checkpoints;
import dev.eqm.train.step.TrainState;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A checkpoint, forced to disk and hashed, beside one plain file of as many bytes, written in order
 * and forced to disk; both on the disk where runs lie.
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
            Checkpoints checkpoints =
                    new Checkpoints(scratch.folder().resolve("checkpoints"), w.identity(), 1);
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
            String title =
                    String.format(Locale.ROOT, "%.1f MB at %s", size / MB, w.config().runs());
            return List.of(w.comparison("checkpoint", title, paired, size / MB, "MB/s"));
        }
    }

    /** Bytes of a checkpoint's files. */
    private static long size(Path folder) {
        return Arrays.stream(folder.toFile().listFiles()).mapToLong(File::length).sum();
    }

    /** A file of noise, which no disk can compress, forced to disk as checkpoints are. */
    private static void write(Path file, byte[] noise, long bytes) {
        try (FileChannel out =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            for (long left = bytes; left > 0; ) {
                int length = (int) Math.min(left, noise.length);
                left -= out.write(ByteBuffer.wrap(noise, 0, length));
            }
            out.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written (" + e + ")", e);
        }
    }
}
