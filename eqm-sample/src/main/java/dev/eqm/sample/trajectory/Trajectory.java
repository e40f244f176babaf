package dev.eqm.sample.trajectory;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.eqm.core.data.DataException;
import dev.eqm.core.data.Gif;
import dev.eqm.core.data.ImageGrid;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.Picture;
import dev.eqm.core.data.Png;
import dev.eqm.core.memory.Scope;
import dev.eqm.sample.generate.Decoder;
import dev.eqm.sample.generate.OutputException;
import dev.eqm.sample.generate.PartFile;
import dev.eqm.sample.generate.SampleBatch;
import dev.eqm.sample.generate.SampleSink;
import dev.eqm.sample.sampler.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

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
    private final List<byte[][]> batch = new ArrayList<>(); // a sample: its frames [H, W, C]
    private int next; // frame of the batch
    private boolean complete;

    /**
     * Creates the folder if needed.
     *
     * @param samples how many are shown, at least 1, at most those of the run
     */
    public Trajectory(Path folder, Decoder decoder, FrameSteps frames, int samples, Gif gif) {
        if (samples < 1) {
            throw new IllegalArgumentException(
                    "a trajectory shows at least 1 sample, got " + samples);
        }
        this.animation = folder.resolve("trajectory.gif");
        this.file = new PartFile(folder.resolve("trajectory.png"));
        this.decoder = decoder;
        this.frames = frames;
        this.samples = samples;
        this.gif = gif;
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
        batch.clear();
        next = 0;
        int rows = Math.min(noise.labels().length, samples - noise.first());
        for (int i = 0; i < rows; i++) {
            batch.add(new byte[frames.size()][]);
        }
        take(0, noise.states(), IntStream.range(0, noise.labels().length).toArray());
    }

    @Override
    public void stepped(int first, int number, Step step, double[] norms) {
        take(number, step.x(), step.rows());
    }

    /** Shown samples come first, so they are the first rows; some may have left. */
    private void take(int number, NDArray states, int[] rows) {
        if (!frames.contains(number)) {
            return;
        }
        int shown = (int) Arrays.stream(rows).filter(row -> row < batch.size()).count();
        if (shown > 0) {
            try (Scope scope = Scope.open()) {
                byte[] pixels = decoder.pixels(states.get(new NDIndex("0:{}", shown)));
                for (int i = 0; i < shown; i++) {
                    batch.get(rows[i])[next] = picture(pixels, i);
                }
            }
        }
        next++;
    }

    @Override
    public void accept(SampleBatch done) {
        int rows = Math.min(done.labels().length, samples - done.first());
        if (rows < 1) {
            return;
        }
        byte[] last;
        try (Scope scope = Scope.open()) {
            last = decoder.pixels(done.states().get(new NDIndex("0:{}", rows)));
        }
        if (!file.isOpen()) {
            file.start();
        }
        for (int row = 0; row < rows; row++) {
            for (byte[] frame : batch.get(row)) { // none after it had finished: it stayed so
                file.append(frame == null ? picture(last, row) : frame);
            }
        }
        batch.clear();
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

    private byte[] picture(byte[] all, int row) {
        return Arrays.copyOfRange(all, row * picture(), (row + 1) * picture());
    }

    private int picture() {
        return decoder.shape().elementCount();
    }

    @Override
    public void close() {
        file.close();
    }
}
