package dev.eqm.core.data;

import static dev.eqm.core.data.DataException.require;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Fashion-MNIST: 28x28 grey pictures of clothes in ten classes, 60,000 to train and 10,000 to test.
 *
 * <p>© 2017 Zalando SE, MIT licence (its text lies beside the embedded files).
 */
public final class FashionMnist {
    private static final List<String> CLASSES =
            List.of(
                    "T-shirt/top",
                    "Trouser",
                    "Pullover",
                    "Dress",
                    "Coat",
                    "Sandal",
                    "Shirt",
                    "Sneaker",
                    "Bag",
                    "Ankle boot");
    private static final String EMBEDDED = "dev/eqm/data/fashion-mnist/";
    private static final String IMAGES = "-images-idx3-ubyte";
    private static final String LABELS = "-labels-idx1-ubyte";

    /** What {@link #embedded} is called: reports tell by it which split they compare with. */
    public static final String EMBEDDED_NAME = "Fashion-MNIST (test, embedded)";

    private FashionMnist() {}

    /**
     * The 10,000 test images: a set for first runs without files. They are in the jar {@code
     * dev.eqm:eqm-data}, which eqm-run brings along; beside eqm-core alone, add it.
     */
    public static ByteImages embedded() {
        try (InputStream images = resource("t10k" + IMAGES + ".gz");
                InputStream labels = resource("t10k" + LABELS + ".gz")) {
            return IdxFile.read(
                    EMBEDDED_NAME,
                    new IdxFile.Named("embedded t10k" + IMAGES, images),
                    new IdxFile.Named("embedded t10k" + LABELS, labels),
                    CLASSES);
        } catch (IOException e) {
            throw new DataException("Fashion-MNIST", "cannot be read from the jar eqm-data", e);
        }
    }

    /**
     * The published files in {@code folder}, gzipped or not: {@code train-images-idx3-ubyte[.gz]}
     * and {@code train-labels-idx1-ubyte[.gz]}, or the same with {@code t10k}; of two the gzipped
     * one.
     */
    public static ByteImages folder(Path folder, boolean train) {
        String part = train ? "train" : "t10k";
        String name = "Fashion-MNIST (" + (train ? "train" : "test") + ")";
        return IdxFile.read(
                name, find(folder, part + IMAGES), find(folder, part + LABELS), CLASSES);
    }

    /** The gzipped file if it is there, else the plain one. */
    private static Path find(Path folder, String name) {
        Path gzipped = folder.resolve(name + ".gz");
        Path plain = folder.resolve(name);
        if (Files.isRegularFile(gzipped)) {
            return gzipped;
        }
        require(
                plain,
                Files.isRegularFile(plain),
                "is missing, and so is %s.gz: the folder must contain the published files "
                        + "(Debian package dataset-fashion-mnist); or use the embedded images",
                name);
        return plain;
    }

    /** By the class loader: as a named module a class sees the resources of its own jar only. */
    private static InputStream resource(String name) {
        InputStream in = FashionMnist.class.getClassLoader().getResourceAsStream(EMBEDDED + name);
        if (in == null) {
            throw new DataException(
                    "Fashion-MNIST",
                    "the embedded images are in a separate jar, which is not on the class "
                            + "path; add the dependency dev.eqm:eqm-data in the same version as "
                            + "eqm-core, or read the published files with FashionMnist.folder");
        }
        return in;
    }
}
