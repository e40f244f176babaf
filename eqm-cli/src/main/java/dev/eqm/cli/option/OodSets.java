package dev.eqm.cli.option;

import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.ImageSubset;
import dev.eqm.core.random.Seeds;
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
import java.util.SplittableRandom;
import picocli.CommandLine.Option;

/** Which images are in distribution, which are out of it, and how many of each. */
public final class OodSets {
    private static final long CHOICE = 0x636863; // a stream of its own
    private static final String RUN = "run";
    private static final String HELD_OUT = "held-out";

    @Option(
            names = "--in",
            paramLabel = "SOURCE",
            defaultValue = HELD_OUT,
            description =
                    "Images in distribution: held-out (of the run's data the part that training did"
                            + " not see, if there is one), run (what it saw), or a folder of"
                            + " pictures, an .npz file, an IDX file; default ${DEFAULT-VALUE}.")
    private String in;

    @Option(
            names = "--out-of",
            paramLabel = "SOURCE",
            split = ",",
            defaultValue = "constant,noise,inverted,flipped,shuffled",
            description =
                    "Images out of distribution, several: constant, noise, inverted, flipped (upside"
                            + " down), mirrored, shuffled (pixels), or files and folders as for"
                            + " --in; default ${DEFAULT-VALUE}.")
    private List<String> outOf;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Images of each set, chosen by --seed; default ${DEFAULT-VALUE}.")
    private int count;

    /**
     * The sets, opened.
     *
     * @param seen whether training saw the images in distribution
     * @param outs by name
     */
    public record Opened(ImageSubset in, boolean seen, Map<String, ImageSource> outs) {}

    public int count() {
        return count;
    }

    /** Opens all sets and checks that they are large enough and of the model's shape. */
    public Opened open(ImageData trained, ImageShape shape, long seed) {
        if (count < 1) {
            throw new UsageException("--count must be at least 1, got " + count);
        }
        boolean seen = in.equals(RUN) || (in.equals(HELD_OUT) && trained.heldOut().equals(trained));
        ImageSource source =
                switch (in) {
                    case RUN -> ImageFiles.requireShape(trained.open(), shape);
                    case HELD_OUT -> ImageFiles.requireShape(trained.heldOut().open(), shape);
                    default -> ImageFiles.fitting(Path.of(in), shape);
                };
        int[] order = order(requireEnough(in, source, count), seed);
        ImageSubset chosen = new ImageSubset(source, Arrays.copyOf(order, count));
        Map<String, ImageSource> outs = new LinkedHashMap<>();
        for (String name : outOf) {
            ImageSource out =
                    Arrays.stream(Anomaly.values())
                            .filter(kind -> kind.toString().equals(name.toLowerCase(Locale.ROOT)))
                            .findFirst()
                            .map(kind -> anomalous(kind, chosen, order, seed))
                            .orElseGet(() -> file(name, shape, seed));
            if (outs.put(name, out) != null) {
                throw new UsageException("--out-of names " + name + " twice");
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
            throw new UsageException(
                    "--out-of %s changes %d images other than the %d in distribution, but there are only %d: %s; lower --count"
                            .formatted(
                                    kind, count, count, order.length, chosen.source().describe()));
        }
        int[] others = Arrays.copyOfRange(order, count, 2 * count);
        return new AnomalousImages(kind, new ImageSubset(chosen.source(), others), seed);
    }

    private ImageSource file(String name, ImageShape shape, long seed) {
        Path path = Path.of(name);
        if (!Files.exists(path)) {
            throw new UsageException(
                    "--out-of "
                            + name
                            + ": is none of constant, noise, inverted, flipped, mirrored, shuffled,"
                            + " and no file or folder");
        }
        ImageSource source = requireEnough(name, ImageFiles.fitting(path, shape), count);
        return new ImageSubset(source, Arrays.copyOf(order(source, seed), count));
    }

    private static ImageSource requireEnough(String name, ImageSource source, int wanted) {
        if (source.size() < wanted) {
            throw new UsageException(
                    "--count is %d, but %s has only %d images: %s; lower --count"
                            .formatted(wanted, name, source.size(), source.describe()));
        }
        return source;
    }

    /** All indices in an order of the seed. */
    public static int[] order(ImageSource source, long seed) {
        int[] order = new int[source.size()];
        Arrays.setAll(order, i -> i);
        SplittableRandom random = Seeds.generator(seed, CHOICE);
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        return order;
    }
}
