package dev.eqm.core.testing;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;

/**
 * Hands thousands of damaged files to a reader. Each must be read, or refused with the documented
 * exception and a message that names the file: no other exception, no error, no more time and no
 * more memory than the bounds say.
 *
 * @param ending of the files' names
 * @param damage what is wrong with them
 * @param repair applied to every other file: what would otherwise hide the damage from most of the
 *     reader, such as a checksum, made right again
 * @param refusal the documented exception
 * @param memory bytes that the reading thread may allocate for a file of so many bytes
 */
public record DamagedFiles(
        String ending,
        Damage damage,
        UnaryOperator<byte[]> repair,
        Class<? extends RuntimeException> refusal,
        LongUnaryOperator memory) {
    private static final Duration A_FILE = Duration.ofSeconds(10);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /**
     * What came of it.
     *
     * @param read files that were read to their end
     * @param refused files that were refused
     * @param largest bytes allocated for the file that came nearest to its bound
     * @param share of the bound
     */
    public record Outcome(int read, int refused, long largest, double share) {}

    /** A file on its way. */
    private record Trial(int index, byte[] bytes, long begin) {}

    /**
     * Reads {@code count} damaged files, after the good ones, which must be readable.
     *
     * @param folder for the files; each is deleted after its turn
     * @param reader reads a file to its end
     */
    public Outcome run(Path folder, int count, Consumer<Path> reader) {
        AtomicReference<Trial> current = new AtomicReference<>(trial(-1, new byte[0]));
        AtomicReference<Object> end = new AtomicReference<>();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                end.set(all(folder, count, reader, current));
                            } catch (IOException | RuntimeException | Error e) {
                                end.set(e);
                            }
                        },
                        "damaged files");
        thread.setDaemon(true);
        thread.start();
        while (end.get() == null) {
            Trial trial = current.get();
            if (System.nanoTime() - trial.begin() > A_FILE.toNanos()) {
                throw new AssertionError("more than " + A_FILE + " for " + describe(trial));
            }
            pause(thread);
        }
        if (end.get() instanceof Throwable problem) {
            throw new AssertionError(describe(current.get()), problem);
        }
        return (Outcome) end.get();
    }

    private static void pause(Thread thread) {
        try {
            thread.join(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private Outcome all(
            Path folder, int count, Consumer<Path> reader, AtomicReference<Trial> current)
            throws IOException {
        for (int warm = 0; warm < 20; warm++) { // classes are loaded before memory is measured
            for (byte[] good : damage.originals()) {
                current.set(trial(-1, good));
                Path file = Files.write(folder.resolve("good" + ending), good);
                reader.accept(file);
                Files.delete(file);
            }
        }
        Outcome sum = new Outcome(0, 0, 0, 0);
        for (int i = 0; i < count; i++) {
            byte[] damaged = damage.file(i);
            Trial trial = trial(i, i % 2 == 0 ? damaged : repair.apply(damaged));
            current.set(trial);
            Path file = Files.write(folder.resolve("bad" + ending), trial.bytes());
            sum = one(file, trial, reader, sum);
            Files.delete(file);
        }
        return sum;
    }

    private Outcome one(Path file, Trial trial, Consumer<Path> reader, Outcome sum) {
        long bound = memory.applyAsLong(trial.bytes().length);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        boolean refused = refused(file, reader);
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        if (bytes > bound) { // the first of its kind may have loaded classes: once more
            before = THREADS.getCurrentThreadAllocatedBytes();
            refused = refused(file, reader);
            bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        if (bytes > bound) {
            throw new AssertionError(bytes + " bytes allocated, at most " + bound + " expected");
        }
        double share = (double) bytes / bound;
        return new Outcome(
                sum.read() + (refused ? 0 : 1),
                sum.refused() + (refused ? 1 : 0),
                share > sum.share() ? bytes : sum.largest(),
                Math.max(share, sum.share()));
    }

    private boolean refused(Path file, Consumer<Path> reader) {
        try {
            reader.accept(file);
            return false;
        } catch (RuntimeException e) {
            if (refusal.isInstance(e) && e.getMessage().contains(file.toString())) {
                return true;
            }
            throw e;
        }
    }

    private static Trial trial(int index, byte[] bytes) {
        return new Trial(index, bytes, System.nanoTime());
    }

    private String describe(Trial trial) {
        return String.format(
                "file %d of seed %d (-1: a good one), %d bytes, base64 %s",
                trial.index(),
                damage.seed(),
                trial.bytes().length,
                Base64.getEncoder().encodeToString(trial.bytes()));
    }
}
