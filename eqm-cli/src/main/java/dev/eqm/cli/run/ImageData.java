package dev.eqm.cli.run;

import static dev.eqm.core.rule.Rules.require;

import dev.eqm.core.data.FashionMnist;
import dev.eqm.core.data.IdxFile;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.LatentFolder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Where images come from; a {@code kind} in configurations. */
public interface ImageData {
    /** Opens it; reads or maps the files, checks them whole. */
    ImageSource open();

    /** Name in configurations -> an example. */
    static Map<String, ImageData> examples() {
        Map<String, ImageData> all = new LinkedHashMap<>();
        all.put("fashion-mnist", new EmbeddedFashionMnist());
        all.put(
                "fashion-mnist-folder",
                new FashionMnistFolder(Path.of("/usr/share/datasets/fashion-mnist"), true));
        all.put(
                "idx",
                new IdxPair(Path.of("images-idx3-ubyte.gz"), Path.of("labels-idx1-ubyte.gz"), 10));
        all.put("latents", new Latents(Path.of("data/latents"), 1000));
        return all;
    }

    /** The 10,000 images inside the jar. */
    record EmbeddedFashionMnist() implements ImageData {
        @Override
        public ImageSource open() {
            return FashionMnist.embedded();
        }
    }

    /**
     * Fashion-MNIST's four IDX files in a folder.
     *
     * @param train true: the 60,000 training images; false: the 10,000 test images
     */
    record FashionMnistFolder(Path folder, boolean train) implements ImageData {
        @Override
        public ImageSource open() {
            return FashionMnist.folder(folder, train);
        }
    }

    /** Any pair of IDX files, such as MNIST's. */
    record IdxPair(Path images, Path labels, int classes) implements ImageData {
        public IdxPair {
            require(classes >= 1, "classes must be at least 1, got %s", classes);
        }

        @Override
        public ImageSource open() {
            List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
            return IdxFile.read(images.getFileName().toString(), images, labels, names);
        }
    }

    /** Encoded images: {@link LatentFolder}. */
    record Latents(Path folder, int classes) implements ImageData {
        public Latents {
            require(classes >= 1, "classes must be at least 1, got %s", classes);
        }

        @Override
        public ImageSource open() {
            return LatentFolder.open(folder, classes);
        }
    }
}
