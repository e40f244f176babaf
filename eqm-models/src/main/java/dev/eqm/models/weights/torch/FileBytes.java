package dev.eqm.models.weights.torch;

import dev.eqm.core.store.TensorFileException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The bytes of an open file; what goes wrong is told of the file.
 *
 * <p>Buffers come in the order of Java, big-endian; who reads numbers from them sets little-endian.
 */
record FileBytes(Path path, FileChannel file) implements Closeable {
    private static final int SMALL = 1 << 12; // a map of less than a page is not worth its price

    /** How many there are now. */
    long size() {
        try {
            return file.size();
        } catch (IOException e) {
            throw problem(e);
        }
    }

    /**
     * Some of them; mapped, unless they are few.
     *
     * <p>A map stays valid when the file is closed.
     *
     * @throws IllegalStateException after it was closed
     */
    ByteBuffer map(long begin, int count) {
        try {
            return count < SMALL
                    ? ByteBuffer.wrap(read(begin, count))
                    : file.map(FileChannel.MapMode.READ_ONLY, begin, count);
        } catch (IOException e) {
            throw problem(e);
        }
    }

    /** A copy of some of them. */
    byte[] read(long begin, int count) {
        return filled(begin, count).array();
    }

    /** A copy of some of them from which numbers are read, so in little-endian order. */
    ByteBuffer little(long begin, int count) {
        return filled(begin, count).order(ByteOrder.LITTLE_ENDIAN);
    }

    private ByteBuffer filled(long begin, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        fill(bytes, begin);
        return bytes.flip();
    }

    /** Fills what remains of a buffer with the bytes at a place. */
    void fill(ByteBuffer bytes, long begin) {
        try {
            long position = begin;
            while (bytes.hasRemaining()) {
                int read = file.read(bytes, position);
                if (read < 0) {
                    throw error("became shorter while it was being read; read it again");
                }
                position += read;
            }
        } catch (IOException e) {
            throw problem(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** A problem of the file. */
    TensorFileException error(String format, Object... args) {
        return new TensorFileException(path, String.format(Locale.ROOT, format, args));
    }

    /** A closed channel is a mistake of the caller, everything else a problem of the file. */
    private RuntimeException problem(IOException e) {
        return e instanceof ClosedChannelException
                ? new IllegalStateException(path + " is closed; read tensors before closing it", e)
                : TensorFileException.unreadable(path, e);
    }
}
