package dev.eqm.sample.output;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * Samples row by row without a head, in the order in which they come: pictures as uint8 [H, W, C],
 * or states as float32 [C, H, W], little-endian. What shards of a run leave, and {@link ReadRows}
 * reads.
 */
public final class RowsFile extends PartSink implements PictureSink, SampleSink {
    private final long rowBytes;

    /**
     * Creates the file's folder if needed.
     *
     * @param count how many rows will come
     * @param rowBytes bytes of one
     */
    public RowsFile(Path file, int count, long rowBytes) {
        super(file, count);
        this.rowBytes = rowBytes;
    }

    @Override
    long lengthAfter(int done) {
        return done * rowBytes;
    }

    @Override
    public void accept(PictureBatch batch) {
        append(batch.pixels());
    }

    @Override
    public void accept(SampleBatch batch) {
        append(bytes(batch.states().toFloatArray()));
    }

    /** Little-endian. */
    static byte[] bytes(float... values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, values.length))
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    @Override
    void complete() {
        file.complete();
    }

    // both interfaces have these
    @Override
    public void resume(int done) {
        super.resume(done);
    }

    @Override
    public void sync() {
        super.sync();
    }

    @Override
    public void finish() {
        super.finish();
    }

    @Override
    public void close() {
        super.close();
    }
}
