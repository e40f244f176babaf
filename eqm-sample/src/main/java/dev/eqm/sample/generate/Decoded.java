package dev.eqm.sample.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.Pixels;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.autoencoder.Codec;
import java.util.List;

/** Decodes samples once and hands the pictures to any number of sinks, which it closes. */
public final class Decoded implements SampleSink {
    private final Codec codec;
    private final ImageShape shape;
    private final List<PictureSink> sinks;

    /**
     * Fails at once, before anything is sampled, if the codec cannot decode such states.
     *
     * @param stateShape of one sample, [C, H, W]
     */
    public Decoded(Codec codec, Shape stateShape, List<PictureSink> sinks) {
        Shape picture = codec.pictureShape(stateShape);
        this.codec = codec;
        this.shape =
                new ImageShape(size(picture, 0), size(picture, 1), size(picture, 2)); // [C, H, W]
        this.sinks = List.copyOf(sinks);
    }

    @Override
    public void accept(SampleBatch batch) {
        int n = batch.labels().length;
        float[] decoded;
        try (Scope scope = Scope.open()) {
            NDArray pictures = codec.decode(batch.states()); // [N, C, H, W]
            decoded = pictures.toFloatArray();
        }
        byte[] pixels = Pixels.toBytes(decoded, n, shape.channels(), shape.height(), shape.width());
        PictureBatch pictures = new PictureBatch(batch.first(), batch.labels(), shape, pixels);
        sinks.forEach(sink -> sink.accept(pictures));
    }

    @Override
    public void finish() {
        sinks.forEach(PictureSink::finish);
    }

    @Override
    public void close() {
        sinks.forEach(PictureSink::close);
    }

    private static int size(Shape shape, int axis) {
        return Math.toIntExact(shape.get(axis));
    }
}
