package dev.eqm.models.weights.torch;

import dev.eqm.core.store.DType;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.store.TensorFileException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A tensor of an open {@link TorchFile}: type, shape and place, inside its storage for certain. Its
 * numbers are read when they are asked for.
 *
 * <p>Tensors of one storage, such as tied weights and views, are read each by itself: reading gives
 * what the layout shows, never the whole storage.
 */
public final class TorchTensor {
    private final Storage storage;
    private final TensorLayout layout;

    TorchTensor(Storage storage, TensorLayout layout) {
        this.storage = storage;
        this.layout = layout;
    }

    /** The type of an element, which is that of its storage. */
    public DType dtype() {
        return storage.dtype();
    }

    /** A copy of the shape. */
    public long[] shape() {
        return layout.sizes();
    }

    /** The product of the shape. */
    public long elementCount() {
        return layout.count();
    }

    /** Whether two tensors look into the same storage. */
    public boolean sharesStorageWith(TorchTensor other) {
        return storage.sharesWith(other.storage);
    }

    /**
     * The numbers, row-major; the storage's checksum is compared at its first reading. Where they
     * already lie in this order they are a map of the file, which stays valid when the file is
     * closed; else a copy.
     *
     * @throws TensorFileException for a damaged storage, for more than 2 GiB
     * @throws IllegalStateException after the file was closed
     */
    public TensorData read() {
        int size = dtype().size();
        long bytes = layout.span() * size;
        if (Math.max(bytes, layout.count() * size) > Integer.MAX_VALUE) {
            throw storage.archive()
                    .error(
                            "%s of %s spans %d bytes, but at most 2 GiB can be mapped; split it, or save a clone() of it",
                            this, storage, bytes);
        }
        ByteBuffer source = storage.archive().numbers(storage, layout.offset() * size, (int) bytes);
        return TensorData.wrap(dtype(), shape(), layout.isContiguous() ? source : gathered(source));
    }

    /**
     * A row-major copy of strided elements.
     *
     * <p>The index counts up like an odometer, and {@code at} = Σ indexₖ·strideₖ follows it by
     * additions. Elements move as bit patterns, so no NaN changes.
     */
    private ByteBuffer gathered(ByteBuffer source) {
        int size = dtype().size();
        long[] sizes = layout.sizes();
        long[] strides = layout.strides();
        long[] index = new long[sizes.length];
        ByteBuffer from = source.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer copy =
                ByteBuffer.allocate((int) layout.count() * size).order(ByteOrder.LITTLE_ENDIAN);
        long at = 0;
        while (copy.hasRemaining()) {
            int place = (int) at * size;
            switch (size) {
                case 1 -> copy.put(from.get(place));
                case 2 -> copy.putShort(from.getShort(place));
                case 4 -> copy.putInt(from.getInt(place));
                default -> copy.putLong(from.getLong(place));
            }
            for (int k = sizes.length - 1; k >= 0; k--) { // the next index, the last one fastest
                index[k]++;
                at += strides[k];
                if (index[k] < sizes[k]) {
                    break;
                }
                at -= index[k] * strides[k];
                index[k] = 0;
            }
        }
        return copy.flip();
    }

    /** Type and shape: {@code F32[2, 3]}. */
    @Override
    public String toString() {
        return dtype() + Arrays.toString(shape());
    }
}
