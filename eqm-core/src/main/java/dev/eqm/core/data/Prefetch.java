package dev.eqm.core.data;

import static dev.eqm.core.check.Check.require;

import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Batches made ahead of the trainer: while step s is computed, steps s + 1 to s + ahead are decoded
 * on threads of their own. The batches are those of the source, whatever the number of threads;
 * what goes wrong with one is thrown where that batch is asked for.
 *
 * <p>The threads handle Java arrays only, never an engine's, and do not keep the JVM alive. One
 * thread asks and closes; at most ahead + 1 batches are held.
 */
public final class Prefetch implements BatchSource, AutoCloseable {
    private static final long PATIENCE = 10; // seconds for decoders to come to an end

    private final BatchSource source;
    private final int ahead;
    private final ExecutorService decoders;
    private final TreeMap<Long, Future<Batch>> pending = new TreeMap<>(); // step -> its batch

    /**
     * Starts nothing yet: the first batch asked for does.
     *
     * @param source asked from several threads at a time, as {@link Batches} allows
     * @param ahead batches beyond the one asked for, at least 1
     * @param threads that decode, at least 1
     */
    public Prefetch(BatchSource source, int ahead, int threads) {
        String rule = "ahead and threads must be at least 1, got %s and %s";
        require(ahead >= 1 && threads >= 1, rule, ahead, threads);
        this.source = source;
        this.ahead = ahead;
        this.decoders = Executors.newFixedThreadPool(threads, daemons());
    }

    private static ThreadFactory daemons() {
        return work -> {
            Thread thread = new Thread(work, "eqm decoder");
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Fastest when steps follow each other; a jump starts over at the new place. */
    @Override
    public Batch at(long step) {
        if (!pending.containsKey(step)) {
            forgetBefore(Long.MAX_VALUE);
        }
        forgetBefore(step);
        for (long s = step; s <= step + ahead; s++) {
            long wanted = s;
            pending.computeIfAbsent(s, key -> decoders.submit(() -> source.at(wanted)));
        }
        try {
            return pending.remove(step).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for batch " + step, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException problem) {
                throw problem;
            } else if (e.getCause() instanceof Error problem) {
                throw problem;
            }
            throw new IllegalStateException(e.getCause()); // a source throws nothing checked
        }
    }

    @Override
    public void requireMadeWith(long seed, int batchSize) {
        source.requireMadeWith(seed, batchSize);
    }

    private void forgetBefore(long step) {
        var old = pending.headMap(step, false);
        old.values().forEach(batch -> batch.cancel(false));
        old.clear();
    }

    /** Stops the decoders and waits for the pictures in their hands. */
    @Override
    public void close() {
        decoders.shutdownNow();
        pending.clear();
        try {
            if (!decoders.awaitTermination(PATIENCE, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a decoder does not stop: " + source);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
