package dev.eqm.core.data;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Pictures of any size and format in folders, cut to squares by {@link CenterCrop}.
 *
 * <p>Sets of up to 256 MiB of pixels (87,381 pictures of 3x32x32, 1,365 of 3x256x256) are decoded
 * when they are opened, which also checks each, and stay in memory. Larger ones are decoded picture
 * by picture whenever they are read: a damaged one is told when its turn comes. Files and folders
 * whose names begin with a dot, and files that are not named as pictures, are passed over.
 */
public final class PictureFolder implements ImageSource {
    /** Bytes of pixels that stay in memory, at most. */
    public static final long MEMORY = 1L << 28;

    private final Path folder;
    private final PictureTree tree;
    private final ImageShape shape;
    private final byte[] kept; // [N, C, H, W]; empty: decoded each time

    private PictureFolder(Path folder, PictureTree tree, int size, int channels, long memory) {
        PictureFile.requireChannels(channels);
        this.folder = folder;
        this.tree = tree;
        this.shape = new ImageShape(channels, size, size);
        long bytes = (long) tree.files().size() * shape.elementCount();
        this.kept = bytes <= memory ? new byte[(int) bytes] : new byte[0];
        if (kept.length > 0) {
            int count = shape.elementCount();
            IntStream.range(0, size())
                    .parallel()
                    .forEach(i -> System.arraycopy(planes(i), 0, kept, i * count, count));
        }
    }

    /**
     * A folder a class: {@code folder/CLASS/*.png}; labels count the sorted names of the class
     * folders.
     *
     * @param size H = W of the squares
     * @param channels 1 for grey, 3 for RGB; each picture is converted
     * @throws DataException if a class is empty, or a picture of a small set unreadable
     */
    public static PictureFolder classes(Path folder, int size, int channels) {
        return new PictureFolder(folder, PictureTree.classes(folder), size, channels, MEMORY);
    }

    /**
     * All pictures below a folder as one class: every label is 0. Otherwise as {@link #classes}.
     */
    public static PictureFolder flat(Path folder, int size, int channels) {
        return new PictureFolder(folder, PictureTree.flat(folder), size, channels, MEMORY);
    }

    /** As {@link #classes}, with another bound on what stays in memory. */
    static PictureFolder classes(Path folder, int size, int channels, long memory) {
        return new PictureFolder(folder, PictureTree.classes(folder), size, channels, memory);
    }

    /** The square of a picture, decoded now: [C, H, W]. */
    private byte[] planes(int index) {
        Picture picture = PictureFile.read(file(index), shape.channels());
        return new CenterCrop(shape.height()).apply(picture).planes();
    }

    @Override
    public int size() {
        return tree.files().size();
    }

    @Override
    public ImageShape shape() {
        return shape;
    }

    @Override
    public int label(int index) {
        return tree.labels()[index];
    }

    /** The file of a picture. */
    public Path file(int index) {
        return tree.files().get(index);
    }

    @Override
    public void read(int index, float[] into, int offset) {
        int count = shape.elementCount();
        if (kept.length > 0) {
            Pixels.normalize(kept, Math.multiplyExact(index, count), into, offset, count);
        } else {
            Pixels.normalize(planes(index), 0, into, offset, count);
        }
    }

    @Override
    public List<Path> files() {
        return tree.files();
    }

    @Override
    public List<String> classNames() {
        return tree.classNames();
    }

    /** {@code photos: 1200 pictures of 3x64x64 in 4 classes, kept in memory}. */
    @Override
    public String describe() {
        return String.format(
                "%s: %d images of %s in %d %s, %s",
                folder,
                size(),
                shape,
                classes(),
                classes() == 1 ? "class" : "classes",
                kept.length > 0 ? "kept in memory" : "decoded each time");
    }
}
