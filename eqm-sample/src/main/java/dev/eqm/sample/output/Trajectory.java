package dev.eqm.sample.output;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.data.DataException;
import dev.eqm.core.data.Gif;
import dev.eqm.core.data.ImageGrid;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.Picture;
import dev.eqm.core.data.Png;
import dev.eqm.sample.sampler.Step;
import java.nio.file.Path;

/**
 * The way of the first samples: {@code trajectory.png}, one row a sample, one column a frame, and
 * {@code trajectory.gif}, all of them at once, frame by frame.
 *
 * <p>Frames wait in {@code trajectory.png.part}, uint8 [samples, frames, H, W, C]; later samples
 * cost nothing. A sample that has finished stays as it is in later frames.
 */
public final class Trajectory extends PartSink implements SampleSink {
    private static final int PADDING = 2;

    private final Path animation;
    private final Decoder decoder;
    private final FrameSteps frames;
    private final int samples;
    private final Gif gif;
    private BatchFrames batch;

    /**
     * Creates the folder if needed.
     *
     * @param samples how many are shown, at least 1, at most those of the run
     */
    public Trajectory(Path folder, Decoder decoder, FrameSteps frames, int samples, Gif gif) {
        super(folder.resolve("trajectory.png"), atLeastOne(samples));
        this.animation = folder.resolve("trajectory.gif");
        this.decoder = decoder;
        this.frames = frames;
        this.samples = samples;
        this.gif = gif;
        this.batch = new BatchFrames(decoder, frames, 0);
    }

    private static int atLeastOne(int samples) {
        require(samples >= 1, "a trajectory must show at least 1 sample, got %s", samples);
        return samples;
    }

    @Override
    long lengthAfter(int done) {
        return (long) Math.min(done, samples) * frames.size() * picture();
    }

    @Override
    public void begin(SampleBatch noise) {
        batch = new BatchFrames(decoder, frames, samples - noise.first());
        batch.begin(noise.states());
    }

    @Override
    public void stepped(int first, int number, Step step, double[] norms) {
        batch.take(number, step.x(), step.rows());
    }

    @Override
    public void accept(SampleBatch done) {
        for (byte[][] row : batch.ended(done.states())) {
            for (byte[] picture : row) {
                append(picture);
            }
        }
    }

    @Override
    void complete() {
        ImageShape shape = decoder.shape();
        int cells = samples * frames.size();
        byte[] all = whole(Math.multiplyExact(cells, picture()), "the trajectory");
        try {
            gif.write(animation, frames.size(), i -> frame(all, i));
            ImageGrid strip = new ImageGrid(frames.size(), PADDING);
            Png.write(
                    file.target(),
                    strip.arrange(all, cells, shape.height(), shape.width(), shape.channels()));
        } catch (DataException e) {
            throw OutputException.because(file.target(), e);
        }
        file.delete();
    }

    /** All samples at one frame, as square as they allow. */
    private Picture frame(byte[] all, int number) {
        byte[] cells = new byte[samples * picture()];
        for (int sample = 0; sample < samples; sample++) {
            int from = (sample * frames.size() + number) * picture();
            System.arraycopy(all, from, cells, sample * picture(), picture());
        }
        ImageShape shape = decoder.shape();
        return ImageGrid.squareFor(samples)
                .arrange(cells, samples, shape.height(), shape.width(), shape.channels());
    }

    private int picture() {
        return decoder.shape().elementCount();
    }
}
