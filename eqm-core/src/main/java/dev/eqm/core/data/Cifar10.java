package dev.eqm.core.data;

import static dev.eqm.core.data.DataException.require;

import dev.eqm.core.store.FileKind;
import dev.eqm.core.store.LfsPointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * CIFAR-10 in its binary form: 32x32 colour pictures of things and animals in ten classes, 50,000
 * to train and 10,000 to test. A record is a label byte and 3072 bytes of pixels, [3, 32, 32].
 *
 * <p>Files have no head and no checksum: their length, and labels that the set can have, are all
 * that tells a damaged or a wrong file.
 */
public final class Cifar10 {
    private static final List<String> CLASSES =
            List.of("airplane automobile bird cat deer dog frog horse ship truck".split(" "));
    private static final ImageShape SHAPE = new ImageShape(3, 32, 32);
    private static final int A_FILE = 10_000; // pictures
    private static final int RECORD = 1 + SHAPE.elementCount(); // bytes: the label, then the planes

    private Cifar10() {}

    /**
     * The published files in {@code folder}: {@code data_batch_1.bin} to {@code data_batch_5.bin},
     * or {@code test_batch.bin}; each of 10,000 pictures.
     */
    public static ByteImages folder(Path folder, boolean train) {
        List<Path> files =
                train
                        ? IntStream.rangeClosed(1, 5)
                                .mapToObj(i -> folder.resolve("data_batch_" + i + ".bin"))
                                .toList()
                        : List.of(folder.resolve("test_batch.bin"));
        return read("CIFAR-10 (" + (train ? "train" : "test") + ")", files, A_FILE);
    }

    /**
     * One source from several files.
     *
     * @param each pictures a file
     */
    static ByteImages read(String name, List<Path> files, int each) {
        int size = SHAPE.elementCount();
        files.forEach(file -> requireSize(file, (long) each * RECORD));
        byte[] pixels = new byte[Math.multiplyExact(files.size() * each, size)];
        int[] labels = new int[files.size() * each];
        for (int f = 0; f < files.size(); f++) {
            byte[] records = bytes(files.get(f));
            for (int i = 0; i < each; i++) {
                int from = i * RECORD;
                int label = records[from] & 0xFF;
                require(
                        files.get(f),
                        label < CLASSES.size(),
                        "picture %d has label %d, CIFAR-10 has 0 to 9; give the binary version of"
                                + " CIFAR-10 (of CIFAR-100 the records differ)",
                        i,
                        label);
                int to = f * each + i;
                labels[to] = label;
                System.arraycopy(records, from + 1, pixels, to * size, size);
            }
        }
        return new ByteImages(name, SHAPE, pixels, labels, CLASSES);
    }

    private static void requireSize(Path file, long bytes) {
        require(
                file,
                Files.isRegularFile(file),
                "is missing: the folder must hold the binary version of CIFAR-10"
                        + " (cifar-10-binary.tar.gz, unpacked: cifar-10-batches-bin)");
        String pointer = LfsPointer.problem(file);
        require(file, pointer.isEmpty(), "%s", pointer);
        long found = file.toFile().length();
        String other =
                found == bytes
                        ? ""
                        : FileKind.instead(file, "a batch of CIFAR-10's binary version");
        require(file, other.isEmpty(), "%s; unpack cifar-10-binary.tar.gz again", other);
        long records = bytes / RECORD;
        String rule = "has %d bytes, its %d records take %d; copy it again";
        require(file, found == bytes, rule, found, records, bytes);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new DataException(file, "cannot be read: " + e.getMessage(), e);
        }
    }
}
