package dev.eqm.cli.command;

import dev.eqm.cli.config.ConfigException;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.NpzImages;
import dev.eqm.core.data.PictureFolder;
import dev.eqm.core.store.Npz;
import dev.eqm.core.store.TensorData;
import dev.eqm.sample.generate.Labels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/** Real images that samples start from, and the labels that go with them. */
final class SheetImages {
    private static final long MOST_CLASSES = 1_000_000;

    @Option(
            names = "--images",
            paramLabel = "PATH",
            description = "A folder of pictures or an .npz file; default: the run's own data.")
    private Path path;

    @Option(
            names = "--first",
            paramLabel = "I",
            defaultValue = "0",
            description = "Number of the first image; default ${DEFAULT-VALUE}.")
    private int first;

    @Option(
            names = "--labels",
            paramLabel = "SPEC",
            description =
                    "Labels in turn, numbers or names, or 'null' for the unconditional field. "
                            + "Default: the images' own for the run's data, else null.")
    private String labels;

    /**
     * Images in the network's units.
     *
     * @param pixels [n, C, H, W]
     * @param labels [n]
     */
    record Taken(float[] pixels, List<Long> labels) {
        /** Image {@code index}, so many times. */
        float[] repeated(int index, int times, int size) {
            float[] all = new float[times * size];
            for (int k = 0; k < times; k++) {
                System.arraycopy(pixels, index * size, all, k * size, size);
            }
            return all;
        }
    }

    /** Reads so many images. */
    Taken take(SheetRun.Open open, int count) {
        ImageShape shape = open.shape();
        ImageSource source = source(open, shape);
        if (!source.shape().equals(shape)) {
            throw new ConfigException(
                    "the images are %s (%s), the model is for %s"
                            .formatted(source.shape(), source.describe(), shape));
        }
        if (count < 1 || first < 0 || (long) first + count > source.size()) {
            throw new ConfigException(
                    "images %d to %d are asked for (--first, --count), there are %d: %s"
                            .formatted(
                                    first, first + count - 1L, source.size(), source.describe()));
        }
        int size = shape.elementCount();
        float[] pixels = new float[count * size];
        IntStream.range(0, count).forEach(i -> source.read(first + i, pixels, i * size));
        return new Taken(pixels, labels(open, source, count));
    }

    private ImageSource source(SheetRun.Open open, ImageShape shape) {
        if (path == null) {
            return open.found().config().data().source().open();
        }
        if (Files.isDirectory(path)) {
            return PictureFolder.flat(path, shape.height(), shape.channels());
        }
        return NpzImages.open(path, classes(path), NpzImages.Layout.AUTO);
    }

    /** As many as the file's own labels need, which nobody looks at. */
    static int classes(Path npz) {
        Map<String, TensorData> arrays = Npz.read(npz);
        TensorData labels = arrays.getOrDefault("labels", arrays.get("arr_1"));
        if (labels == null || labels.dtype().isFloat()) {
            return 1;
        }
        long most = Arrays.stream(labels.longs()).max().orElse(0);
        return (int) Math.max(1, Math.min(most + 1, MOST_CLASSES));
    }

    private List<Long> labels(SheetRun.Open open, ImageSource source, int count) {
        if (labels != null && !labels.equals("null")) {
            List<Long> given = Labels.parse(labels, open.classes());
            return IntStream.range(0, count).mapToObj(i -> given.get(i % given.size())).toList();
        }
        if (labels == null && path == null) {
            return IntStream.range(0, count).mapToObj(i -> (long) source.label(first + i)).toList();
        }
        if (open.network().labelDropout() == 0) {
            throw new ConfigException(
                    "the model was trained with labelDropout 0 and knows no null label: give --labels");
        }
        return Collections.nCopies(count, (long) open.network().classes());
    }
}
