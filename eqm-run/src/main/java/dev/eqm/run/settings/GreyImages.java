package dev.eqm.run.settings;

import dev.eqm.core.data.DataException;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import java.nio.file.Path;
import java.util.List;

/**
 * Grey images that are stored as RGB, three equal channels, with one channel: what {@code
 * samples.npz} of a grey model holds, because FID tools read nothing else.
 *
 * @param source of three channels
 */
public record GreyImages(ImageSource source) implements ImageSource {
    /**
     * The images with the channels that are needed.
     *
     * @param wanted the shape that they shall have
     * @return the source itself if it has them, or if it cannot have them
     * @throws DataException if grey images are needed and the first one is in colour
     */
    public static ImageSource fitting(ImageSource source, ImageShape wanted) {
        ImageShape has = source.shape();
        boolean same = has.height() == wanted.height() && has.width() == wanted.width();
        if (!same || wanted.channels() != 1 || has.channels() != 3) {
            return source;
        }
        GreyImages grey = new GreyImages(source);
        grey.read(0, new float[wanted.elementCount()], 0);
        return grey;
    }

    @Override
    public int size() {
        return source.size();
    }

    @Override
    public ImageShape shape() {
        return new ImageShape(1, source.shape().height(), source.shape().width());
    }

    @Override
    public int classes() {
        return source.classes();
    }

    @Override
    public int label(int index) {
        return source.label(index);
    }

    @Override
    public void read(int index, float[] into, int offset) {
        int plane = shape().elementCount();
        float[] rgb = new float[3 * plane];
        source.read(index, rgb, 0);
        for (int i = 0; i < plane; i++) {
            if (rgb[i] != rgb[plane + i] || rgb[i] != rgb[2 * plane + i]) {
                throw new DataException(
                        source.describe(),
                        "image %d is in colour, but grey images are needed; convert the images to grey first"
                                .formatted(index));
            }
            into[offset + i] = rgb[i];
        }
    }

    @Override
    public List<String> classNames() {
        return source.classNames();
    }

    @Override
    public List<Path> files() {
        return source.files();
    }

    @Override
    public List<String> warnings() {
        return source.warnings();
    }

    @Override
    public String describe() {
        return source.describe() + ", used in grey";
    }
}
