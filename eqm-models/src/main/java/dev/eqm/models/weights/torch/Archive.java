package dev.eqm.models.weights.torch;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.store.DType;
import dev.eqm.core.store.TensorFileException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An open checkpoint: what its pickle says, and the numbers of its storages.
 *
 * <p>A {@link TorchFile} owns it and closes it; the storages that it hands out are of use until
 * then.
 */
interface Archive extends AutoCloseable {
    /** The open file, which closing the archive closes. */
    FileBytes file();

    /** What was saved, immutable. */
    Object root();

    /**
     * Bytes of a storage, mapped unless they are few; its checksum, if the format has one, is
     * compared first.
     *
     * @param at the first byte, counted from the storage's own first element
     * @throws TensorFileException for a storage whose checksum differs
     * @throws IllegalStateException after it was closed
     */
    ByteBuffer numbers(Storage storage, long at, int bytes);

    /** A problem of this file. */
    default TensorFileException error(String format, Object... args) {
        return file().error(format, args);
    }

    @Override
    default void close() throws IOException {
        file().close();
    }

    /**
     * count·size, the bytes of a storage.
     *
     * @throws IllegalArgumentException if that overflows 64 bits
     */
    static long byteCount(DType dtype, String key, long count) {
        try {
            return Math.multiplyExact(count, (long) dtype.size());
        } catch (ArithmeticException e) {
            String problem = "storage %s of %d elements overflows 64 bits";
            throw new BrokenRuleException(problem.formatted(Nodes.quoted(key), count), e);
        }
    }
}
