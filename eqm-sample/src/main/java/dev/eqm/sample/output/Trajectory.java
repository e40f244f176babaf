package dev.eqm.sample.output;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.data.DataException;
import dev.eqm.core.data.Gif;
import dev.eqm.core.data.ImageGrid;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.Picture;
import dev.eqm.core.data.Png;
import dev.eqm.sample.sampler.Step;
import java.nio.file.Path;
import java.util.List;

/**
 * The way of the first samples: {@code trajectory.png}, one row a sample, one column a frame, and
 * {@code trajectory.gif}, all of them at once, frame by frame.
 *
 * <p>Frames wait in {@code trajectory.png.part}, uint8 [samples, frames, H, W, C]; later samples
 * cost nothing. A sample that has finished stays as it is in later frames.
 */
public final class Trajectory implements SampleSink {
    private static final int PADDING = 2;

    private final Path animation;
    private final PartFile file;
    private final Decoder decoder;
    private final FrameSteps frames;
    private final int samples;
    private final Gif gif;
    private BatchFrames batch;
    private boolean complete;

    /**
     * Creates the folder if needed.
     *
     * @param samples how many are shown, at least 1, at most those of the run
     */
    public Trajectory(Path folder, Decoder decoder, FrameSteps frames, int samples, Gif gif) {
        if (samples < 1) {
            throw new BrokenRuleException("a trajectory shows at least 1 sample, got " + samples);
        }
        this.animation = folder.resolve("trajectory.gif");
        this.file = new PartFile(folder.resolve("trajectory.png"));
        this.decoder = decoder;
        this.frames = frames;
        this.samples = samples;
        this.gif = gif;
        this.batch = new BatchFrames(decoder, frames, 0);
    }

    @Override
    public void resume(int done) {
        complete = !file.resume(done >= samples);
        if (!complete) {
            file.cut((long) Math.min(done, samples) * frames.size() * picture());
        }
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
        List<byte[][]> rows = batch.ended(done.states());
        if (rows.isEmpty()) {
            return;
        }
        if (!file.isOpen()) {
            file.start();
        }
        for (byte[][] row : rows) {
            for (byte[] picture : row) {
                file.append(picture);
            }
        }
    }

    @Override
    public void sync() {
        file.sync();
    }

    @Override
    public void finish() {
        if (complete) {
            return;
        }
        ImageShape shape = decoder.shape();
        byte[] all = new byte[Math.multiplyExact(samples * frames.size(), picture())];
        int got = file.isOpen() ? file.read(0, all) : 0;
        if (got < all.length) {
            throw new OutputException(
                    file.target(), "the trajectory misses " + (all.length - got) + " bytes");
        }
        try {
            gif.write(animation, frames.size(), i -> frame(all, i));
            ImageGrid strip = new ImageGrid(frames.size(), PADDING);
            int cells = samples * frames.size();
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

    @Override
    public void close() {
        file.close();
    }
}
