package dev.eqm.sample.output;

import ai.djl.ndarray.types.Shape;
import dev.eqm.models.autoencoder.Codec;
import java.util.List;

/** Decodes samples once and hands the pictures to any number of sinks, which it closes. */
public record Decoded(Decoder decoder, List<PictureSink> sinks) implements SampleSink {
    public Decoded {
        sinks = List.copyOf(sinks);
    }

    /**
     * Fails at once, before anything is sampled, if the codec cannot decode such states.
     *
     * @param stateShape of one sample, [C, H, W]
     */
    public Decoded(Codec codec, Shape stateShape, List<PictureSink> sinks) {
        this(Decoder.of(codec, stateShape), sinks);
    }

    @Override
    public void resume(int done) {
        sinks.forEach(sink -> sink.resume(done));
    }

    @Override
    public boolean wantsNorms(int number) {
        return false;
    }

    @Override
    public void accept(SampleBatch batch) {
        byte[] pixels = decoder.pixels(batch.states());
        PictureBatch pictures =
                new PictureBatch(batch.first(), batch.labels(), decoder.shape(), pixels);
        sinks.forEach(sink -> sink.accept(pictures));
    }

    @Override
    public void sync() {
        sinks.forEach(PictureSink::sync);
    }

    @Override
    public void finish() {
        sinks.forEach(PictureSink::finish);
    }

    @Override
    public void close() {
        sinks.forEach(PictureSink::close);
    }
}
