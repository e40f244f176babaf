package dev.eqm.sample.output;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.data.DataException;
import dev.eqm.core.data.Gif;
import dev.eqm.core.data.Picture;
import dev.eqm.sample.plot.PngBytes;
import dev.eqm.sample.sampler.Step;
import dev.eqm.sample.sheet.Enlargement;
import dev.eqm.sample.sheet.PictureSheet;
import dev.eqm.sample.sheet.SheetLabels;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The way of the first samples: {@code trajectory.png}, one row a sample, one column a frame, and
 * {@code trajectory.gif}, all of them at once, frame by frame.
 *
 * <p>Frames wait in {@code trajectory.png.part}, uint8 [samples, frames, H, W, C]; later samples
 * cost nothing. A sample that has finished stays as it is in later frames.
 */
public final class Trajectory extends PartSink implements SampleSink {
    /** By which animations are enlarged at most, unless asked: their size is that of all frames. */
    private static final int FILM = 4;

    private final Path animation;
    private final Decoder decoder;
    private final FrameSteps frames;
    private final Shown shown;
    private final int samples;
    private final Gif gif;
    private BatchFrames batch;

    /**
     * Which samples are shown, and how.
     *
     * @param names of the first samples, which are the rows; at least one, at most as many as the
     *     run has
     * @param texts of the PNG file, by keyword
     */
    public record Shown(List<String> names, Enlargement scale, Map<String, String> texts) {
        public Shown {
            names = List.copyOf(names);
            require(
                    !names.isEmpty(),
                    "a trajectory must show at least 1 sample, got %s",
                    names.size());
        }
    }

    /** Creates the folder if needed. */
    public Trajectory(Path folder, Decoder decoder, FrameSteps frames, Shown shown, Gif gif) {
        super(folder.resolve("trajectory.png"), shown.names().size());
        this.animation = folder.resolve("trajectory.gif");
        this.decoder = decoder;
        this.frames = frames;
        this.shown = shown;
        this.samples = shown.names().size();
        this.gif = gif;
        this.batch = new BatchFrames(decoder, frames, 0);
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
        int cells = samples * frames.size();
        byte[] all = whole(Math.multiplyExact(cells, picture()), "the trajectory");
        try {
            PictureSheet still = film();
            gif.write(animation, frames.size(), i -> frame(still, all, i));
        } catch (DataException e) {
            throw OutputException.because(file.target(), e);
        }
        byte[] png = PngBytes.of(strip().draw(all, cells), shown.texts());
        OutputFiles.write(file.target(), png);
        file.delete();
    }

    /** A row a sample, a column a frame. */
    private PictureSheet strip() {
        SheetLabels labels = SheetLabels.of(frames.names(), shown.names());
        int cells = samples * frames.size();
        int scale = shown.scale().of(decoder.shape(), frames.size(), cells);
        return new PictureSheet(decoder.shape(), frames.size(), scale, labels);
    }

    /** All samples at once, as square as they allow. */
    private PictureSheet film() {
        int columns = (int) Math.ceil(Math.sqrt(samples));
        boolean named = shown.names().stream().anyMatch(name -> !name.isEmpty());
        SheetLabels labels = SheetLabels.NONE.withUnder(named ? shown.names() : List.of());
        int scale = shown.scale().of(decoder.shape(), columns, samples);
        boolean chosen = !shown.scale().equals(Enlargement.AUTOMATIC);
        int small = chosen ? scale : Math.min(FILM, scale);
        return new PictureSheet(decoder.shape(), columns, small, labels);
    }

    private Picture frame(PictureSheet film, byte[] all, int number) {
        byte[] cells = new byte[samples * picture()];
        for (int sample = 0; sample < samples; sample++) {
            int from = (sample * frames.size() + number) * picture();
            System.arraycopy(all, from, cells, sample * picture(), picture());
        }
        return film.titled(frames.names().get(number)).draw(cells, samples);
    }

    private int picture() {
        return decoder.shape().elementCount();
    }
}
