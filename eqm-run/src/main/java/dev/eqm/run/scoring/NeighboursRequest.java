package dev.eqm.run.scoring;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.check.Setting;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.models.autoencoder.PixelCodec;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.pipeline.ImagePlace;
import dev.eqm.run.sampling.LabelChoice;
import dev.eqm.run.sampling.OpenRun;
import dev.eqm.run.sampling.PictureTexts;
import dev.eqm.run.sampling.SamplingSetup;
import dev.eqm.run.sampling.Sheet;
import dev.eqm.run.settings.ImageFiles;
import dev.eqm.run.settings.SamplerWords;
import dev.eqm.sample.evaluation.neighbours.NearestNeighbours;
import dev.eqm.sample.evaluation.neighbours.Neighbour;
import dev.eqm.sample.evaluation.neighbours.VectorSet;
import dev.eqm.sample.evaluation.neighbours.WithMirrored;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.sheet.SheetLabels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Finds the images most like some others, by Euclidean distance of pixels in [-1, 1], the paper's
 * Figure 5: each row of the sheet is an image and its neighbours, nearest first. A copy is at
 * distance 0. Of a run that trained with flips the mirrored images are searched too.
 *
 * @param asked images whose neighbours are looked for
 * @param among where they are looked for
 * @param k neighbours of each
 */
public record NeighboursRequest(
        SamplingSetup setup, Sheet sheet, Asked asked, ImagePlace among, int k) {
    /** Images whose neighbours are looked for. */
    public sealed interface Asked {
        /** New samples of the model. */
        record Samples(LabelChoice labels) implements Asked {}

        /** The first images of a folder of pictures, an .npz file or an IDX file. */
        record Images(Path path, int count) implements Asked {
            public Images {
                require(count >= 1, "count must be at least 1, got %s", count);
            }
        }
    }

    public NeighboursRequest {
        require(k >= 1, "k must be at least 1, got %s", k);
    }

    /**
     * Samples if need be, searches, writes the sheet.
     *
     * @throws UsageException for a model of latents, or if there are too few images
     */
    public NeighboursReport run(RunListener listener) {
        try (OpenRun open = sheet.open(setup, listener)) {
            if (!(open.codec() instanceof PixelCodec)) {
                throw new UsageException(
                        setup.model().file()
                                + " is a latent model, but neighbours are compared by pixels: "
                                + "generate images first, then pass them with "
                                + Setting.of("of")
                                + " and "
                                + Setting.of("among"));
            }
            ImageSource images = among.open(setup.model(), open.shape(), listener);
            WithMirrored both = new WithMirrored(images);
            boolean mirrored =
                    among instanceof ImagePlace.OfRun && setup.model().config().data().flip();
            VectorSet vectors = mirrored ? both : VectorSet.of(images);
            requireEnough("k", k, vectors.size(), images);
            NeighboursReport.Looked looked =
                    new NeighboursReport.Looked(images.describe(), mirrored, vectors.size());
            return search(open, both, vectors, looked);
        }
    }

    private static void requireEnough(String name, int wanted, int there, ImageSource images) {
        if (wanted > there) {
            throw new UsageException(
                    "%s is %s, but there are only %s images: %s"
                            .formatted(Setting.of(name), wanted, there, images.describe()));
        }
    }

    private NeighboursReport search(
            OpenRun open, WithMirrored both, VectorSet vectors, NeighboursReport.Looked looked) {
        int size = open.shape().elementCount();
        Pixels pixels = asked instanceof Asked.Samples some ? made(open, some) : read(open.shape());
        float[] queries = clamped(pixels.values());
        float[] all = new float[Sheet.room((queries.length / size) * (k + 1L), size)];
        long begin = System.nanoTime();
        double count = vectors.size();
        IntConsumer searched = done -> open.listener().progressed(done / count, "searched " + done);
        List<List<Neighbour>> found =
                NearestNeighbours.forDimension(k, size)
                        .of(queries, vectors, open.model().device(), searched);
        double seconds = (System.nanoTime() - begin) * 1e-9;
        List<List<NeighboursReport.Found>> told =
                found.stream().map(row -> row.stream().map(n -> told(n, both)).toList()).toList();
        NeighboursReport report =
                new NeighboursReport(sheet.picture(), looked, pixels.from(), told, seconds);
        for (int i = 0; i < found.size(); i++) {
            int row = i * (k + 1) * size;
            System.arraycopy(queries, i * size, all, row, size);
            for (int j = 0; j < k; j++) {
                vectors.read(found.get(i).get(j).index(), all, row + (j + 1) * size);
            }
        }
        sheet.write(
                open,
                all,
                new Sheet.Content(
                        k + 1,
                        labels(report),
                        PictureTexts.of(
                                "neighbours", setup, "Searched", report.looked().described()),
                        report.toJson()));
        return report;
    }

    /** Samples' classes beside rows, distances under neighbours. */
    private SheetLabels labels(NeighboursReport report) {
        boolean sampled = report.from() instanceof NeighboursReport.From.Sampled;
        List<String> above = new ArrayList<>(List.of(sampled ? "sample" : "image", "nearest"));
        IntStream.rangeClosed(2, k).forEach(j -> above.add(j + ordinal(j)));
        List<String> beside =
                report.from() instanceof NeighboursReport.From.Sampled made
                        ? setup.model().names(made.labels())
                        : List.of();
        List<String> under = new ArrayList<>();
        for (List<NeighboursReport.Found> row : report.neighbours()) {
            under.add("");
            row.forEach(n -> under.add(String.format(Locale.ROOT, "%.2f", n.distance())));
        }
        return SheetLabels.of(above, beside).withUnder(under);
    }

    /** What stands behind a number: 2nd, 3rd, 11th. */
    private static String ordinal(int number) {
        return number / 10 % 10 == 1
                ? "th"
                : switch (number % 10) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
    }

    private static NeighboursReport.Found told(Neighbour neighbour, WithMirrored both) {
        int image = both.image(neighbour.index());
        boolean mirrored = both.isMirrored(neighbour.index());
        int label = both.images().label(image);
        return new NeighboursReport.Found(image, neighbour.distance(), label, mirrored);
    }

    /** [N, C, H, W], and where they come from. */
    private record Pixels(float[] values, NeighboursReport.From from) {}

    private Pixels made(OpenRun open, Asked.Samples some) {
        NumberedRequests samples = some.labels().from(setup.seed(), setup.sampling().batchSize());
        Generation generation = open.generation(samples);
        generation.requireFits(open.network());
        List<Long> labels = Arrays.stream(samples.allLabels()).boxed().toList();
        return new Pixels(
                open.states(generation),
                new NeighboursReport.From.Sampled(
                        SamplerWords.of(setup.sampling(), setup.model().architecture()),
                        setup.seed(),
                        labels));
    }

    private Pixels read(ImageShape shape) {
        Asked.Images some = (Asked.Images) asked;
        ImageSource images = ImageFiles.fitting(some.path(), shape);
        requireEnough("count", some.count(), images.size(), images);
        float[] values = new float[some.count() * shape.elementCount()];
        for (int i = 0; i < some.count(); i++) {
            images.read(i, values, i * shape.elementCount());
        }
        return new Pixels(values, new NeighboursReport.From.Given(images.describe()));
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
