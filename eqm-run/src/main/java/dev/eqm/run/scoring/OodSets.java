package dev.eqm.run.scoring;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.check.Setting;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.ImageSubset;
import dev.eqm.run.UsageException;
import dev.eqm.run.settings.ImageData;
import dev.eqm.run.settings.ImageFiles;
import dev.eqm.sample.evaluation.ood.AnomalousImages;
import dev.eqm.sample.evaluation.ood.Anomaly;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which images are in distribution, which are out of it, and how many of each.
 *
 * @param in {@link #HELD_OUT}, {@link #RUN}, or a folder of pictures, an .npz file, an IDX file
 * @param outOf names of {@link Anomaly}s, folders and files
 * @param count images of each set, chosen by a seed
 */
public record OodSets(String in, List<String> outOf, int count) {
    /** What training saw. */
    public static final String RUN = "run";

    /** Of the run's data the part that training did not see, if there is one. */
    public static final String HELD_OUT = "held-out";

    public OodSets {
        require(count >= 1, "count must be at least 1, got %s", count);
    }

    /**
     * The sets, opened.
     *
     * @param seen whether training saw the images in distribution
     * @param outs by name
     */
    record Opened(ImageSubset in, boolean seen, Map<String, ImageSource> outs) {}

    /** Opens all sets and checks that they are large enough and of the model's shape. */
    Opened open(ImageData trained, ImageShape shape, long seed) {
        boolean seen = in.equals(RUN) || (in.equals(HELD_OUT) && trained.heldOut().equals(trained));
        ImageSource source =
                switch (in) {
                    case RUN -> ImageFiles.requireShape(trained.open(), shape);
                    case HELD_OUT -> ImageFiles.requireShape(trained.heldOut().open(), shape);
                    default -> ImageFiles.fitting(Path.of(in), shape);
                };
        int[] order = ImageOrder.of(requireEnough(in, source, count), seed);
        ImageSubset chosen = new ImageSubset(source, Arrays.copyOf(order, count));
        Map<String, ImageSource> outs = new LinkedHashMap<>();
        for (String name : outOf) {
            if (name.equals(OodReport.IN)) {
                throw new UsageException(
                        ("%s: this name stands for the images in "
                                        + "distribution; write ./%s for the file of that name")
                                .formatted(Setting.of("outOf", name), name));
            }
            ImageSource out =
                    Arrays.stream(Anomaly.values())
                            .filter(kind -> kind.toString().equals(name.toLowerCase(Locale.ROOT)))
                            .findFirst()
                            .map(kind -> anomalous(kind, chosen, order, seed))
                            .orElseGet(() -> file(name, shape, seed));
            if (outs.put(name, out) != null) {
                throw new UsageException(Setting.of("outOf") + " contains " + name + " twice");
            }
        }
        return new Opened(chosen, seen, outs);
    }

    /** Of other images than those in distribution, so that the two samples are independent. */
    private ImageSource anomalous(Anomaly kind, ImageSubset chosen, int[] order, long seed) {
        if (!kind.isOfImages()) {
            return new AnomalousImages(kind, chosen, seed);
        }
        if (order.length < 2L * count) {
            String there = order.length + ": " + chosen.source().describe();
            throw new UsageException(
                    "%s needs %s images beyond the %s in distribution, but there are only %s; lower %s"
                            .formatted(
                                    Setting.of("outOf", kind),
                                    count,
                                    count,
                                    there,
                                    Setting.of("count")));
        }
        int[] others = Arrays.copyOfRange(order, count, 2 * count);
        return new AnomalousImages(kind, new ImageSubset(chosen.source(), others), seed);
    }

    private ImageSource file(String name, ImageShape shape, long seed) {
        Path path = Path.of(name);
        if (!Files.exists(path)) {
            throw new UsageException(
                    ("%s: is neither constant, noise, inverted, flipped, "
                                    + "mirrored or shuffled nor an existing file or folder")
                            .formatted(Setting.of("outOf", name)));
        }
        ImageSource source = requireEnough(name, ImageFiles.fitting(path, shape), count);
        return new ImageSubset(source, Arrays.copyOf(ImageOrder.of(source, seed), count));
    }

    private static ImageSource requireEnough(String name, ImageSource source, int wanted) {
        if (source.size() < wanted) {
            throw new UsageException(
                    "%s is %d, but %s has only %d images: %s; lower %1$s"
                            .formatted(
                                    Setting.of("count"),
                                    wanted,
                                    name,
                                    source.size(),
                                    source.describe()));
        }
        return source;
    }
}
