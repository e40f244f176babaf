package dev.eqm.cli.command.score;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.option.ModelOptions;
import dev.eqm.cli.option.SheetRun;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.models.autoencoder.PixelCodec;
import dev.eqm.run.UsageException;
import dev.eqm.run.settings.ImageFiles;
import dev.eqm.sample.evaluation.neighbours.NearestNeighbours;
import dev.eqm.sample.evaluation.neighbours.Neighbour;
import dev.eqm.sample.evaluation.neighbours.VectorSet;
import dev.eqm.sample.evaluation.neighbours.WithMirrored;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.Labels;
import dev.eqm.sample.generate.NumberedRequests;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eqm neighbours}: the picture of the paper's Figure 5. */
@Command(
        name = "neighbours",
        mixinStandardHelpOptions = true,
        description =
                "Generates images and finds those most like them in the whole training set, by Euclidean"
                        + " distance of pixels in [-1, 1]; each row of neighbours.png is an image and its"
                        + " neighbours, nearest first; neighbours.json has numbers and distances.",
        footer = {
            "",
            "eqm neighbours --labels 0-9 --count 10 --k 7",
            "eqm neighbours --of samples/fashion-mnist-00005000 --count 10",
            "A copy of a training image is at distance 0. Of a run that trained with flips the mirrored",
            "images are searched too."
        })
public final class NeighboursCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ModelOptions model;
    @Mixin private SheetRun sheet;

    @Option(
            names = "--of",
            paramLabel = "PATH",
            description =
                    "Images made earlier, rather than new ones: a folder of pictures, an .npz file or"
                            + " an IDX file.")
    private Path of;

    @Option(
            names = "--among",
            paramLabel = "PATH",
            description =
                    "Searches a folder of pictures, an .npz file or an IDX file, rather than the run's"
                            + " training set.")
    private Path among;

    @Option(
            names = "--labels",
            paramLabel = "SPEC",
            description = "Labels of new images in turn, numbers or names; default: all.")
    private String labels;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "10",
            description = "Images, the first ones of --of; default ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--k",
            paramLabel = "K",
            defaultValue = "7",
            description = "Neighbours of each; default ${DEFAULT-VALUE}.")
    private int k;

    @Override
    public Integer call() {
        if (count < 1 || k < 1) {
            throw new UsageException(
                    "--count and --k must be at least 1, got " + count + " and " + k);
        }
        if (of != null && labels != null) {
            throw new UsageException(
                    "--labels is for new images, --of names images made earlier: leave one out");
        }
        sheet.run(
                "neighbours", Console.of(spec.commandLine().getOut()), model.choice(), this::make);
        return 0;
    }

    private void make(SheetRun.Open open) {
        if (!(open.codec() instanceof PixelCodec)) {
            throw new UsageException(
                    open.found().file()
                            + " is a model of latents, and neighbours are found by pixels: sample pictures"
                            + " first, and compare them with a model of pixels, --of and --among");
        }
        ImageShape shape = open.shape();
        boolean own = among == null;
        ImageSource searched =
                own
                        ? ImageFiles.requireShape(
                                open.found().config().data().source().open(), shape)
                        : ImageFiles.fitting(among, shape);
        WithMirrored both = new WithMirrored(searched);
        boolean mirrored = own && open.found().config().data().flip();
        VectorSet vectors = mirrored ? both : VectorSet.of(searched);
        if (k > vectors.size()) {
            throw new UsageException(
                    "--k is %d, but there are only %d images: %s"
                            .formatted(k, vectors.size(), searched.describe()));
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("searched", searched.describe());
        facts.put("mirroredToo", mirrored);
        float[] images = clamped(of == null ? generated(open, facts) : earlier(shape, facts));
        int size = shape.elementCount();
        long begin = System.nanoTime();
        List<List<Neighbour>> found =
                NearestNeighbours.forDimension(k, size)
                        .of(
                                images,
                                vectors,
                                open.device(),
                                done ->
                                        open.console()
                                                .status(
                                                        Console.bar(done / (double) vectors.size())
                                                                + " searched "
                                                                + done));
        open.console()
                .line(
                        "searched %d images in %s",
                        vectors.size(), Console.duration((System.nanoTime() - begin) * 1e-9));
        float[] all = new float[count * (k + 1) * size];
        List<Object> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int row = i * (k + 1) * size;
            System.arraycopy(images, i * size, all, row, size);
            List<Object> told = new ArrayList<>();
            for (int j = 0; j < k; j++) {
                Neighbour neighbour = found.get(i).get(j);
                vectors.read(neighbour.index(), all, row + (j + 1) * size);
                told.add(told(neighbour, both));
            }
            rows.add(told);
        }
        facts.put("neighbours", rows);
        double nearest =
                found.stream().mapToDouble(n -> n.get(0).distance()).average().orElseThrow();
        open.console().line("mean distance to the nearest: %.3f", nearest);
        open.write(all, k + 1, facts);
    }

    private static Map<String, Object> told(Neighbour neighbour, WithMirrored both) {
        int image = both.image(neighbour.index());
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("index", image);
        all.put("distance", neighbour.distance());
        all.put("label", both.images().label(image));
        if (both.isMirrored(neighbour.index())) {
            all.put("mirrored", true);
        }
        return all;
    }

    private float[] generated(SheetRun.Open open, Map<String, Object> facts) {
        List<Long> wanted =
                labels == null
                        ? Labels.all(open.classes().count())
                        : Labels.parse(labels, open.classes());
        NumberedRequests plan =
                new NumberedRequests(wanted, count, open.seed(), open.sampling().batchSize());
        Generation generation = open.generation(plan);
        generation.requireFits(open.network());
        facts.put("sampling", open.sampling().toString());
        facts.put("seed", open.seed());
        facts.put("labels", Arrays.stream(plan.allLabels()).boxed().toList());
        return open.states(generation);
    }

    private float[] earlier(ImageShape shape, Map<String, Object> facts) {
        ImageSource images = ImageFiles.fitting(of, shape);
        if (count > images.size()) {
            throw new UsageException(
                    "--count is %d, but there are only %d images: %s"
                            .formatted(count, images.size(), images.describe()));
        }
        facts.put("of", images.describe());
        float[] some = new float[count * shape.elementCount()];
        for (int i = 0; i < count; i++) {
            images.read(i, some, i * shape.elementCount());
        }
        return some;
    }

    /** As pictures show them. */
    private static float[] clamped(float[] states) {
        float[] pixels = states.clone();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = Math.max(-1, Math.min(1, pixels[i]));
        }
        return pixels;
    }
}
