package dev.eqm.run.settings;

import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.Picture;
import dev.eqm.core.data.PictureFile;
import dev.eqm.core.data.PictureFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A folder of pictures that is read in grey although some of them are in colour; it warns of that.
 *
 * @param source of one channel
 * @param example a picture in colour
 */
record ColouredAsGrey(ImageSource source, Path example) implements ImageSource {
    /** Pictures that are looked at, evenly over the folder. */
    private static final int LOOKED_AT = 64;

    /** The folder itself if it is not read in grey, or no picture in colour was found. */
    static ImageSource of(PictureFolder folder) {
        if (folder.shape().channels() != 1) {
            return folder;
        }
        int n = Math.min(LOOKED_AT, folder.size());
        return IntStream.range(0, n)
                .mapToObj(i -> folder.file((int) ((long) i * folder.size() / n)))
                .filter(ColouredAsGrey::isColoured)
                .findFirst()
                .<ImageSource>map(file -> new ColouredAsGrey(folder, file))
                .orElse(folder);
    }

    private static boolean isColoured(Path file) {
        Picture picture = PictureFile.read(file, 3);
        byte[] rgb = picture.pixels();
        return IntStream.range(0, rgb.length / 3)
                .anyMatch(i -> rgb[3 * i] != rgb[3 * i + 1] || rgb[3 * i] != rgb[3 * i + 2]);
    }

    @Override
    public int size() {
        return source.size();
    }

    @Override
    public ImageShape shape() {
        return source.shape();
    }

    @Override
    public int label(int index) {
        return source.label(index);
    }

    @Override
    public void read(int index, float[] into, int offset) {
        source.read(index, into, offset);
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
        List<String> all = new ArrayList<>(source.warnings());
        all.add(
                "images in colour, such as %s, are converted to grey, because the model works on grey images"
                        .formatted(example));
        return all;
    }

    @Override
    public String describe() {
        return source.describe();
    }
}
