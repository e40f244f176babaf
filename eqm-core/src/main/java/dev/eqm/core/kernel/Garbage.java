package dev.eqm.core.kernel;

import dev.eqm.core.check.BrokenRuleException;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Garbage collections that hurt: Java buffers that nobody holds are freed, and their memory is
 * written over with huge numbers. A graph that points into one then gives a wrong gradient.
 */
final class Garbage implements AutoCloseable {
    private static final int SIZES = 12; // 4 bytes to 8 kB
    private static final int OF_EACH = 64;
    private static final long PATIENCE_MS = 10_000;
    private static final byte HUGE = 0x7f; // as a float 3.4e38, as a double 1.4e306

    private final ByteBuffer[] blocks = new ByteBuffer[SIZES * OF_EACH];

    private Garbage() {}

    /** Collects until all buffers that were free at the call are gone, and takes their places. */
    static Garbage collect() {
        // What frees a buffer runs behind a collection, in the order of a list: once the second
        // collection's witness has come by, the first one's list has been worked off.
        collectOnce();
        collectOnce();
        Garbage garbage = new Garbage();
        for (int i = 0; i < garbage.blocks.length; i++) {
            ByteBuffer block = ByteBuffer.allocateDirect(4 << (i % SIZES));
            while (block.hasRemaining()) {
                block.put(HUGE);
            }
            garbage.blocks[i] = block;
        }
        return garbage;
    }

    private static void collectOnce() {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        PhantomReference<Object> witness = new PhantomReference<>(new Object(), queue);
        System.gc();
        try {
            if (queue.remove(PATIENCE_MS) == null) {
                throw new BrokenRuleException(
                        "a gradient check forces garbage collections, but none "
                                + "happened: start Java without -XX:+DisableExplicitGC");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokenRuleException("the gradient check was interrupted", e);
        } finally {
            Reference.reachabilityFence(witness);
        }
    }

    /** Gives the places back. */
    @Override
    public void close() {
        Arrays.fill(blocks, null);
    }
}
