package dev.eqm.core.data;

import dev.eqm.core.store.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * A SHA-256 that changes when the images of a set change, quick enough to be computed whenever
 * training begins.
 *
 * <p>It covers the size, the shape, the names of the classes in order, every label, and the images:
 * all their numbers in sets of up to 256 MiB of floats and in {@link ByteImages} of any size. Of
 * larger sets that are read from files it covers the files' names, sizes and times; of other large
 * sets as many images, evenly spread, as make 256 MiB.
 */
public final class ImageDigest {
    private static final long MOST = 1L << 26; // floats

    private final ImageSource source;
    private final MessageDigest digest = Sha256.digest();

    private ImageDigest(ImageSource source) {
        this.source = source;
    }

    /**
     * Of a set, in hexadecimal.
     *
     * @throws DataException if an image or a file cannot be read
     */
    public static String of(ImageSource source) {
        return of(source, MOST);
    }

    /**
     * The same.
     *
     * @param most floats that are read
     */
    static String of(ImageSource source, long most) {
        ImageDigest made = new ImageDigest(source);
        made.addHead();
        if (isOfFiles(source, most)) {
            made.addFiles();
        } else {
            boolean inMemory = source instanceof ByteImages || source instanceof FloatImages;
            made.addImages(inMemory ? Long.MAX_VALUE : most);
        }
        return HexFormat.of().formatHex(made.digest.digest());
    }

    /** Whether the digest of a set covers names, sizes and times of files instead of images. */
    public static boolean isOfFiles(ImageSource source) {
        return isOfFiles(source, MOST);
    }

    private static boolean isOfFiles(ImageSource source, long most) {
        long floats = (long) source.size() * source.shape().elementCount();
        return floats > most && !source.files().isEmpty();
    }

    /** Lengths before texts: names "a", "b" differ from one name "a, b". */
    private void addHead() {
        add(source.size() + " " + source.shape() + " " + source.classes());
        source.classNames().forEach(this::add);
        ByteBuffer labels =
                ByteBuffer.allocate(Math.multiplyExact(Integer.BYTES, source.size()))
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < source.size(); i++) {
            labels.putInt(source.label(i));
        }
        digest.update(labels.array());
    }

    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length).array());
        digest.update(bytes);
    }

    private void addImages(long most) {
        int n = source.size();
        int each = source.shape().elementCount();
        long looked = Math.max(1, Math.min(n, most / each));
        float[] image = new float[each];
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, each))
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (long k = 0; k < looked; k++) {
            source.read((int) (k * n / looked), image, 0);
            bytes.asFloatBuffer().put(image);
            digest.update(bytes.array());
        }
    }

    /** Names are those below the files' folders, so that a moved set stays the same. */
    private void addFiles() {
        List<Path> files = source.files();
        Path root = commonFolder(files);
        for (Path file : files) {
            try {
                BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
                add(root.relativize(file.toAbsolutePath()).toString().replace('\\', '/'));
                add(found.size() + " " + found.lastModifiedTime().toMillis());
            } catch (IOException e) {
                throw new DataException(file, "cannot be examined: " + e, e);
            }
        }
    }

    private static Path commonFolder(List<Path> files) {
        Path folder = files.get(0).toAbsolutePath().getParent();
        for (Path file : files) {
            while (!file.toAbsolutePath().startsWith(folder)) {
                folder = folder.getParent();
            }
        }
        return folder;
    }
}
