package dev.eqm.sample.output;

import java.io.BufferedInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Rows of several {@link RowsFile}s one after another, as if they were one file. Memory holds what
 * is asked for.
 */
public final class ReadRows implements AutoCloseable {
    private final Deque<Path> coming;
    private final int rowBytes;
    private Path path;
    private InputStream in = InputStream.nullInputStream();

    /** Nothing read yet. */
    public ReadRows(List<Path> files, int rowBytes) {
        this.coming = new ArrayDeque<>(files);
        this.rowBytes = rowBytes;
        this.path = files.get(0);
    }

    /**
     * The next rows.
     *
     * @throws OutputException if the files end before
     */
    public byte[] next(int rows) {
        byte[] all = new byte[Math.multiplyExact(rows, rowBytes)];
        int got = 0;
        while (got < all.length) {
            int at = got;
            int more = OutputFiles.on(path, () -> in.readNBytes(all, at, all.length - at));
            got += more;
            if (got < all.length && coming.isEmpty()) {
                throw new OutputException(path, "ends before its last row");
            } else if (got < all.length) {
                follow(coming.remove());
            }
        }
        return all;
    }

    /** The next rows of float32, little-endian. */
    public float[] nextFloats(int rows) {
        byte[] bytes = next(rows);
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    private void follow(Path next) {
        close();
        path = next;
        in = OutputFiles.on(next, () -> new BufferedInputStream(Files.newInputStream(next)));
    }

    @Override
    public void close() {
        OutputFiles.on(path, () -> in.close());
    }
}
