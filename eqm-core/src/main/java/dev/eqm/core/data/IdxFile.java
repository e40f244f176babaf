package dev.eqm.core.data;

import static dev.eqm.core.data.DataException.require;

import dev.eqm.core.store.FileKind;
import dev.eqm.core.store.LfsPointer;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * The IDX format of the MNIST family: a big-endian magic number, one 32-bit size a dimension, then
 * one byte a value. Plain or gzipped, told apart by content.
 *
 * <p>The magic number's last byte counts the dimensions, the one before it tells the type; only
 * bytes (8) are read, which is all that the family has.
 */
public final class IdxFile {
    static final int IMAGES = 0x00000803; // uint8, 3 dimensions [N, H, W]
    static final int LABELS = 0x00000801; // uint8, 1 dimension [N]
    private static final int GZIP = 0x1F8B;
    private static final String COPY_AGAIN = "the file is incomplete; copy it again";

    private IdxFile() {}

    /** One source from an image file and a label file. */
    public static ByteImages read(String name, Path images, Path labels, List<String> classNames) {
        try (InputStream imageBytes = open(images);
                InputStream labelBytes = open(labels)) {
            return read(
                    name, new Named(images, imageBytes), new Named(labels, labelBytes), classNames);
        } catch (IOException e) { // only from opening and closing
            throw new DataException(name, "cannot be read: " + e.getMessage(), e);
        }
    }

    /** The images of a file alone, as one class: every label is 0. */
    public static ByteImages unlabelled(Path images) {
        try (InputStream bytes = open(images)) {
            Values pixels = values(new Named(images, bytes), IMAGES, "images");
            String name = images.getFileName().toString();
            ImageShape shape = new ImageShape(1, pixels.sizes[1], pixels.sizes[2]);
            return new ByteImages(
                    name, shape, pixels.bytes, new int[pixels.sizes[0]], List.of("unlabelled"));
        } catch (IOException e) { // only from opening and closing
            throw new DataException(images, "cannot be read: " + e.getMessage(), e);
        }
    }

    /** How many classes the labels of a label file need: its largest label and one. */
    public static int classes(Path labels) {
        try (InputStream bytes = open(labels)) {
            int most = 0;
            for (byte label : values(new Named(labels, bytes), LABELS, "labels").bytes) {
                most = Math.max(most, label & 0xFF);
            }
            return most + 1;
        } catch (IOException e) { // only from opening and closing
            throw new DataException(labels, "cannot be read: " + e.getMessage(), e);
        }
    }

    /** What an IDX file holds, by its first four bytes; NEITHER for any other file. */
    public enum Content {
        IMAGES,
        LABELS,
        NEITHER
    }

    /** What kind of IDX file this is, if it is one at all; gzipped or not. */
    public static Content content(Path file) {
        try (InputStream in = unzipped(Files.newInputStream(file))) {
            int magic = ByteBuffer.wrap(in.readNBytes(Integer.BYTES)).getInt();
            return magic == IMAGES
                    ? Content.IMAGES
                    : magic == LABELS ? Content.LABELS : Content.NEITHER;
        } catch (IOException | BufferUnderflowException e) { // damaged gzip, or less than 4 bytes
            return Content.NEITHER;
        }
    }

    /** A stream with the name that messages give it. */
    record Named(Object name, InputStream bytes) {}

    /** The same from streams, which the caller closes: files inside the jar are read so. */
    static ByteImages read(String name, Named images, Named labels, List<String> classNames) {
        Values pixels = values(images, IMAGES, "images");
        Values classes = values(labels, LABELS, "labels");
        int n = pixels.sizes[0];
        int known = classes.sizes[0];
        String rule = "contains %d labels, but %s contains %d images: they do not belong together";
        require(labels.name(), n == known, rule, known, images.name(), n);
        int[] numbers = new int[classes.bytes.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = classes.bytes[i] & 0xFF;
            require(
                    labels.name(),
                    numbers[i] < classNames.size(),
                    "label %d of image %d is outside of the %d classes of %s; "
                            + "set classes to the number of classes in the file",
                    numbers[i],
                    i,
                    classNames.size(),
                    name);
        }
        ImageShape shape = new ImageShape(1, pixels.sizes[1], pixels.sizes[2]);
        return new ByteImages(name, shape, pixels.bytes, numbers, classNames);
    }

    /** The data as they lie in the file, with one size a dimension. */
    private record Values(int[] sizes, byte[] bytes) {}

    /** Memory grows with the bytes that come, not with the sizes that the file claims. */
    private static Values values(Named file, int magic, String kind) {
        try {
            InputStream in = unzipped(file.bytes());
            requireMagic(file, integer(file, in), magic, kind);
            int[] sizes = new int[magic & 0xFF];
            long total = 1;
            for (int d = 0; d < sizes.length; d++) {
                sizes[d] = integer(file, in);
                total = sizes[d] < 1 ? -1 : total * sizes[d];
                require(
                        file.name(),
                        total >= 1 && total <= Integer.MAX_VALUE,
                        "size %d of dimension %d is impossible (must be at least 1, "
                                + "with at most 2 GiB in total); copy the file again",
                        sizes[d],
                        d);
            }
            byte[] bytes = in.readNBytes((int) total);
            int found = bytes.length;
            String rule = "its header announces %d bytes of %s, but it has %d; %s";
            require(file.name(), found == total, rule, total, kind, found, COPY_AGAIN);
            require(
                    file.name(),
                    in.read() < 0,
                    "has more bytes than the %d of %s that its header announces; copy the file again",
                    total,
                    kind);
            return new Values(sizes, bytes);
        } catch (EOFException e) {
            throw new DataException(file.name(), "the gzip data is truncated; " + COPY_AGAIN, e);
        } catch (IOException e) {
            throw new DataException(
                    file.name(), "cannot be read (" + e.getMessage() + "); copy it again", e);
        }
    }

    /** Most often the two files were given the wrong way round: says which one it is. */
    private static void requireMagic(Named file, int found, int expected, String kind) {
        String kindOfFile =
                found != expected && file.name() instanceof Path path
                        ? FileKind.instead(path, "an IDX file", FileKind.IDX, FileKind.GZIP)
                        : "";
        require(
                file.name(),
                kindOfFile.isEmpty(),
                "%s; use the IDX file of the %s",
                kindOfFile,
                kind);
        String other =
                found == IMAGES
                        ? "images"
                        : found == LABELS ? "labels" : "not an IDX file of bytes";
        require(
                file.name(),
                found == expected,
                "magic number 0x%08x (%s) found, but 0x%08x (%s) expected; use the IDX file of the %s",
                found,
                other,
                expected,
                kind,
                kind);
    }

    /** Four bytes, the highest first. */
    private static int integer(Named file, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(Integer.BYTES);
        boolean whole = bytes.length == Integer.BYTES;
        require(file.name(), whole, "ends inside its header; %s", COPY_AGAIN);
        return ByteBuffer.wrap(bytes).getInt();
    }

    /** Looks at the first two bytes, which no IDX file shares with gzip. */
    private static InputStream unzipped(InputStream raw) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, 1 << 16);
        in.mark(2);
        int head = in.read() << 8 | in.read();
        in.reset();
        return head == GZIP ? new GZIPInputStream(in, 1 << 16) : in;
    }

    /** A missing file is told with what to do, as most are. */
    private static InputStream open(Path path) throws IOException {
        String pointer = LfsPointer.problem(path);
        require(path, pointer.isEmpty(), "%s", pointer);
        try {
            return Files.newInputStream(path);
        } catch (NoSuchFileException e) {
            throw new DataException(path, "there is no such file; check the path", e);
        }
    }
}
