package dev.eqm.core.data;

import static dev.eqm.core.check.Check.require;

import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Images of a set in a given order, read on several threads before they are asked for. The images
 * and their order are the same for any number of threads; what goes wrong with one image is thrown
 * when that image is asked for.
 *
 * <p>At most {@code ahead} images are held, so memory does not depend on the size of the set. The
 * threads handle Java arrays only, never an engine's, and do not keep the JVM alive. One thread
 * asks and closes.
 */
public final class ReadAhead implements AutoCloseable {
    private static final long PATIENCE = 10; // seconds for readers to come to an end

    private final ImageSource source;
    private final int[] order;
    private final int ahead;
    private final ExecutorService readers;
    private final ArrayDeque<Future<float[]>> pending = new ArrayDeque<>();
    private int submitted;

    /**
     * Begins to read.
     *
     * @param order indices of the images; the caller no longer changes them
     * @param ahead images that are held at most, at least 1
     * @param threads that read, at least 1
     */
    public ReadAhead(ImageSource source, int[] order, int ahead, int threads) {
        String rule = "ahead and threads must be at least 1, got %s and %s";
        require(ahead >= 1 && threads >= 1, rule, ahead, threads);
        this.source = source;
        this.order = order;
        this.ahead = ahead;
        this.readers =
                Executors.newFixedThreadPool(
                        threads,
                        work -> {
                            Thread thread = new Thread(work, "eqm reader");
                            thread.setDaemon(true);
                            return thread;
                        });
        fill();
    }

    /** On all cores, holding four images for each. */
    public static ReadAhead onAllCores(ImageSource source, int[] order) {
        int cores = Runtime.getRuntime().availableProcessors();
        return new ReadAhead(source, order, 4 * cores, cores);
    }

    private void fill() {
        while (pending.size() < ahead && submitted < order.length) {
            int index = order[submitted++];
            pending.add(readers.submit(() -> read(index)));
        }
    }

    private float[] read(int index) {
        float[] image = new float[source.shape().elementCount()];
        source.read(index, image, 0);
        return image;
    }

    /**
     * The next image, [C, H, W]; the caller may change it.
     *
     * @throws DataException if it cannot be read
     * @throws IllegalStateException after the last one
     */
    public float[] next() {
        Future<float[]> next = pending.poll();
        if (next == null) {
            throw new IllegalStateException("all " + order.length + " images have been read");
        }
        try {
            float[] image = next.get();
            fill();
            return image;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an image", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException problem) {
                throw problem;
            } else if (e.getCause() instanceof Error problem) {
                throw problem;
            }
            throw new IllegalStateException(e.getCause()); // a source throws nothing checked
        }
    }

    /** Stops the readers and waits for the images in their hands. */
    @Override
    public void close() {
        readers.shutdownNow();
        pending.clear();
        try {
            if (!readers.awaitTermination(PATIENCE, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a reader does not stop: " + source.describe());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
