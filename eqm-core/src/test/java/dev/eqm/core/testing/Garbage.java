package dev.eqm.core.testing;

import java.nio.ByteBuffer;

/**
 * Garbage collections that hurt: buffers that nobody holds are freed, and their memory is written
 * over. A graph that points into a dead Java buffer then gives wrong gradients.
 */
public final class Garbage {
    private static final int BLOCKS = 256;

    private Garbage() {}

    /** Collects, and fills fresh direct buffers of many small sizes with 0x7f (a huge float). */
    public static void collect() {
        System.gc();
        ByteBuffer[] blocks = new ByteBuffer[BLOCKS];
        for (int i = 0; i < BLOCKS; i++) {
            blocks[i] = ByteBuffer.allocateDirect(4 << (i % 8));
            while (blocks[i].hasRemaining()) {
                blocks[i].put((byte) 0x7f);
            }
        }
    }
}
