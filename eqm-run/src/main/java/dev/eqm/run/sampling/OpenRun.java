package dev.eqm.run.sampling;

import ai.djl.ndarray.types.Shape;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.models.autoencoder.Codec;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.RunListener;
import dev.eqm.run.pipeline.OpenModel;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.GenerationListener;
import dev.eqm.sample.generate.SampleRequests;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.output.Decoder;
import dev.eqm.sample.output.SampleSink;
import java.util.List;

/**
 * A model on its device with the codec of its states, ready to be sampled as its setup says;
 * closing it closes both.
 *
 * @param listener hears how sampling goes
 * @param noise looks whether samples still hold noise
 */
public record OpenRun(
        SamplingSetup setup, OpenModel model, Codec codec, RunListener listener, NoiseWatch noise)
        implements AutoCloseable {
    /** The model itself, in lanes. */
    public FieldModel network() {
        return model.network();
    }

    /** How samples are made. */
    public Sampling sampling() {
        return setup.sampling();
    }

    /** The shape of a state: of a picture, or of a latent. */
    public ImageShape shape() {
        Shape s = network().sampleShape();
        return new ImageShape((int) s.get(0), (int) s.get(1), (int) s.get(2));
    }

    /**
     * Makes pictures of states.
     *
     * @throws IllegalArgumentException for states that are none, such as points in the plane
     */
    public Decoder decoder() {
        return Decoder.of(codec, network().sampleShape());
    }

    /** Samples made as the setup says, from noise. */
    public Generation generation(SampleRequests samples) {
        return Generation.of(network().architecture(), sampling(), samples);
    }

    /** Makes all samples of a generation, [count, C, H, W]. */
    public float[] states(Generation generation) {
        int size = shape().elementCount();
        float[] all = new float[Sheet.room(generation.plan().count(), size)];
        SampleSink keep =
                batch -> {
                    float[] some = batch.states().toFloatArray();
                    System.arraycopy(some, 0, all, batch.first() * size, some.length);
                };
        generation.run(network(), List.of(keep), watching(generation, 0));
        return all;
    }

    /**
     * Tells how a generation goes, and warns of noise that is left.
     *
     * @param before samples that an earlier process has made
     */
    GenerationListener watching(Generation generation, int before) {
        SampleProgress told = new SampleProgress(listener, generation, before);
        return noise.over(generation.plan().count(), told);
    }

    /** Decodes states, [N, C, H, W], to pixels, uint8 [N, H', W', 1 or 3]. */
    public byte[] pictures(float[] states) {
        ImageShape s = shape();
        int n = states.length / s.elementCount();
        try (GradMode off = GradMode.off();
                Arena arena = Arena.open(model.device(), "pictures")) {
            return decoder().pixels(arena.of(states, n, s.channels(), s.height(), s.width()));
        }
    }

    @Override
    public void close() {
        codec.close();
        model.close();
    }
}
