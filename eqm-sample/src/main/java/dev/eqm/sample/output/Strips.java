package dev.eqm.sample.output;

import dev.eqm.sample.sampler.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * The way of every sample in memory, so that runs can be laid side by side (Figure 4): uint8
 * pictures at chosen steps, a sample that has finished as it was then.
 */
public final class Strips implements SampleSink {
    private final Decoder decoder;
    private final FrameSteps frames;
    private final List<byte[][]> samples = new ArrayList<>();
    private BatchFrames batch;

    /** Empty strips. */
    public Strips(Decoder decoder, FrameSteps frames) {
        this.decoder = decoder;
        this.frames = frames;
        this.batch = new BatchFrames(decoder, frames, 0);
    }

    @Override
    public void begin(SampleBatch noise) {
        batch = new BatchFrames(decoder, frames, noise.labels().length);
        batch.begin(noise.states());
    }

    @Override
    public void stepped(int first, int number, Step step, double[] norms) {
        batch.take(number, step.x(), step.rows());
    }

    @Override
    public void accept(SampleBatch done) {
        samples.addAll(batch.ended(done.states()));
    }

    /** How many samples have come. */
    public int size() {
        return samples.size();
    }

    /** A sample's picture at one of the chosen steps, [H, W, C]. */
    public byte[] picture(int sample, int frame) {
        return samples.get(sample)[frame].clone();
    }

    /**
     * How far a sample still was from its end: the root mean square difference of the two pictures,
     * in units where pixels lie in [-1, 1].
     */
    public double distanceToEnd(int sample, int frame) {
        byte[][] own = samples.get(sample);
        byte[] a = own[frame];
        byte[] b = own[own.length - 1];
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = ((a[i] & 0xFF) - (b[i] & 0xFF)) / 127.5;
            sum += difference * difference;
        }
        return Math.sqrt(sum / a.length);
    }

    /** The steps. */
    public FrameSteps frames() {
        return frames;
    }
}
