package dev.eqm.sample.output;

import java.nio.file.Path;

/**
 * A sink that writes one file through its {@link PartFile}: what a run that is cut off leaves, and
 * how the next process goes on with it. Subclasses append in {@code accept} and say what belongs
 * where; {@link SampleSink} and {@link PictureSink} have the same four methods, so a subclass is
 * either.
 */
abstract class PartSink implements AutoCloseable {
    final PartFile file;
    private final int count;
    private boolean complete;

    /**
     * Touches nothing but the file's folder, which it creates if needed.
     *
     * @param count how many samples go into the file: with so many done it may be complete already
     */
    PartSink(Path target, int count) {
        this.file = new PartFile(target);
        this.count = count;
    }

    /** What the file begins with, written before the first sample; nothing unless it says so. */
    byte[] head() {
        return new byte[0];
    }

    /** Bytes of the part, its head included, once the first {@code done} samples are in it. */
    abstract long lengthAfter(int done);

    /** Makes the complete file of the part: all samples have come. */
    abstract void complete();

    /** Writes at the end, behind the head. */
    final void append(byte... bytes) {
        if (!file.isOpen()) {
            file.start();
            file.append(head());
        }
        file.append(bytes);
    }

    /**
     * The first {@code length} bytes of the part; fewer are an error that says what misses them.
     */
    final byte[] whole(int length, String what) {
        byte[] bytes = new byte[length];
        int got = file.isOpen() ? file.read(0, bytes) : 0;
        if (got < length) {
            throw new OutputException(file.target(), what + " misses " + (length - got) + " bytes");
        }
        return bytes;
    }

    public void resume(int done) {
        complete = !file.resume(done >= count);
        if (!complete) {
            file.cut(lengthAfter(done));
        }
    }

    public void sync() {
        file.sync();
    }

    public void finish() {
        if (!complete) {
            complete();
            complete = true;
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
