package dev.eqm.models.weights;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.store.TensorInfo;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.WeightSource;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;

/**
 * Weights of a safetensors file, mapped read-only: the system loads pages when they are used, and
 * may drop them again. The file may be replaced or deleted meanwhile, but not cut short in place.
 *
 * <p>Owns the open file; a map outlives it, so arrays over maps stay valid after {@link #close}. It
 * is no {@code FileChannel}: an interrupted thread that reads one closes it for all other threads.
 */
final class MappedWeights implements WeightSource {
    private static final int ALIGNMENT = Float.BYTES;
    private static final int CHUNK = 1 << 20;

    private final Path file;
    private final Map<String, TensorData> tensors;
    private final Map<String, TensorInfo> places;
    private final RandomAccessFile open; // guarded by this, as are the buffers
    private final byte[] chunk = new byte[CHUNK];
    private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

    private MappedWeights(
            Path file,
            Map<String, TensorData> tensors,
            Map<String, TensorInfo> places,
            RandomAccessFile open) {
        this.file = file;
        this.tensors = tensors;
        this.places = places;
        this.open = open;
    }

    /** Over tensors that have been checked against what a network needs. */
    static MappedWeights of(Path file, Map<String, TensorData> checked) {
        try {
            return new MappedWeights(
                    file,
                    checked,
                    Safetensors.header(file).tensors(),
                    new RandomAccessFile(file.toFile(), "r"));
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read: " + e, e);
        }
    }

    /**
     * Over the map itself where its first byte is at a multiple of 4, as float32 needs; else a
     * copy. Safetensors promises no alignment.
     */
    @Override
    public NDArray shared(Arena arena, ParameterSpec spec) {
        TensorData tensor = tensors.get(spec.name());
        return places.get(spec.name()).begin() % ALIGNMENT == 0
                ? arena.over(tensor.buffer(), tensor.shape())
                : arena.floats(tensor.buffer(), tensor.shape());
    }

    /** Through one buffer for all: {@code read} after {@code read} reuses its memory. */
    @Override
    public synchronized NDArray read(Arena arena, ParameterSpec spec) {
        TensorInfo place = places.get(spec.name());
        int size = Math.toIntExact(place.byteCount());
        if (buffer.capacity() < size) {
            buffer = ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
        }
        buffer.clear().limit(size);
        try {
            open.seek(place.begin());
            while (buffer.hasRemaining()) {
                int read = open.read(chunk, 0, Math.min(CHUNK, buffer.remaining()));
                if (read < 0) {
                    throw new CheckpointException(
                            file, "was truncated while it was in use; write it again and restart");
                }
                buffer.put(chunk, 0, read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read: " + e, e);
        }
        return arena.floats(buffer.flip(), place.shape());
    }

    @Override
    public void close() {
        try {
            open.close();
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be closed: " + e, e);
        }
    }
}
