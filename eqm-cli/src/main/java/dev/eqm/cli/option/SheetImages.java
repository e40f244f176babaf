package dev.eqm.cli.option;

import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.autoencoder.KlCodec;
import dev.eqm.run.UsageException;
import dev.eqm.run.settings.ImageFiles;
import dev.eqm.sample.generate.Labels;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/** Real images that samples start from, and the labels that go with them. */
public final class SheetImages {
    @Option(
            names = "--images",
            paramLabel = "PATH",
            description =
                    "A folder of pictures, an .npz file or an IDX file, which a model of latents"
                            + " encodes; default: the run's own data.")
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
    public record Taken(float[] pixels, List<Long> labels) {
        /** Image {@code index}, so many times. */
        public float[] repeated(int index, int times, int size) {
            float[] all = new float[times * size];
            for (int k = 0; k < times; k++) {
                System.arraycopy(pixels, index * size, all, k * size, size);
            }
            return all;
        }
    }

    /** Reads so many images. */
    public Taken take(SheetRun.Open open, int count) {
        boolean encodes = encodes(open);
        ImageShape shape = shape(open);
        ImageSource source = source(open, shape);
        if (count < 1 || first < 0 || (long) first + count > source.size()) {
            throw new UsageException(
                    "images %d to %d are asked for (--first, --count), there are %d: %s"
                            .formatted(
                                    first, first + count - 1L, source.size(), source.describe()));
        }
        int size = shape.elementCount();
        float[] pixels = new float[count * size];
        IntStream.range(0, count).forEach(i -> source.read(first + i, pixels, i * size));
        float[] states = encodes ? encoded((KlCodec) open.codec(), open, pixels, shape) : pixels;
        return new Taken(states, labels(open, source, count));
    }

    /** Pictures of a model of latents go through its encoder; the run's own data are latents. */
    private boolean encodes(SheetRun.Open open) {
        return path != null && open.codec() instanceof KlCodec;
    }

    private ImageShape shape(SheetRun.Open open) {
        return encodes(open) ? open.decoder().shape() : open.shape();
    }

    /** The most likely latents of pictures, [n, C, H, W]. */
    private static float[] encoded(
            KlCodec codec, SheetRun.Open open, float[] pixels, ImageShape shape) {
        int n = pixels.length / shape.elementCount();
        try (GradMode off = GradMode.off();
                Arena arena = Arena.open(open.device(), "pictures");
                Scope scope = Scope.open()) {
            return codec.encode(
                            arena.of(pixels, n, shape.channels(), shape.height(), shape.width()))
                    .toFloatArray();
        }
    }

    /** Which images these are, and with which labels, for reports. */
    public String told(SheetRun.Open open) {
        String given = labels == null ? path == null ? "their own" : "null" : labels;
        return "%s from number %d on, labels: %s"
                .formatted(source(open, shape(open)).describe(), first, given);
    }

    private ImageSource source(SheetRun.Open open, ImageShape shape) {
        return path == null
                ? ImageFiles.requireShape(open.found().config().data().source().open(), shape)
                : ImageFiles.fitting(path, shape);
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
            throw new UsageException(
                    "the model was trained with labelDropout 0 and knows no null label: give --labels");
        }
        return Collections.nCopies(count, (long) open.network().classes());
    }
}
