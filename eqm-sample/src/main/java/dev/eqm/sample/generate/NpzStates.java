package dev.eqm.sample.generate;

import dev.eqm.core.store.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * All samples as the network knows them, pixels or latents: {@code arr_0}, float32 [N, C, H, W].
 */
public final class NpzStates implements SampleSink {
    private final Path file;
    private final int count;
    private NpzStream stream;

    /**
     * Creates the file's folder if needed.
     *
     * @param count how many will come
     */
    public NpzStates(Path file, int count) {
        OutputException.createFolder(file.toAbsolutePath().getParent());
        this.file = file;
        this.count = count;
    }

    @Override
    public void accept(SampleBatch batch) {
        if (stream == null) {
            long[] shape = batch.states().getShape().getShape().clone(); // [N, C, H, W]
            shape[0] = count;
            stream = new NpzStream(file, DType.F32, shape);
        }
        float[] values = batch.states().toFloatArray();
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, values.length))
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        stream.write(bytes.array());
    }

    @Override
    public void finish() {
        stream.finish();
    }

    @Override
    public void close() {
        if (stream != null) {
            stream.close();
        }
    }
}
