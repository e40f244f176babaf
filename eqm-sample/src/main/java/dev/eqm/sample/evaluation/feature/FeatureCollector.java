package dev.eqm.sample.evaluation.feature;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.PictureHash;
import dev.eqm.core.data.Pixels;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.sample.evaluation.statistics.GroupedMoments;
import dev.eqm.sample.output.PictureBatch;
import dev.eqm.sample.output.PictureSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Looks at pictures as they come and keeps what scores need: moments of some kinds of features, in
 * memory that does not grow, and whole tables of others. Beside them the labels and a hash of all
 * bytes, from which a report can tell whether two runs saw the same pictures.
 *
 * <p>The order of the pictures decides which group of a jackknife each is in, and the hash; how
 * they are cut into batches is without effect, up to the rounding of the net.
 */
public final class FeatureCollector implements PictureSink {
    private final Features features;
    private final Device device;
    private final Map<FeatureKind, GroupedMoments> moments = new EnumMap<>(FeatureKind.class);
    private final Map<FeatureKind, FeatureTable> tables = new EnumMap<>(FeatureKind.class);
    private final PictureHash hash = new PictureHash();
    private final List<long[]> labels = new ArrayList<>();
    private ImageShape shape;
    private int count;

    /**
     * What to keep.
     *
     * @param moments kinds whose mean and covariance are wanted
     * @param tables kinds that are kept whole
     * @param groups of the moments; 1 knows no interval
     */
    public record Wanted(Set<FeatureKind> moments, Set<FeatureKind> tables, int groups) {
        public Wanted {
            moments = Set.copyOf(moments);
            tables = Set.copyOf(tables);
        }
    }

    /**
     * Nothing seen yet.
     *
     * @param features stay the caller's
     * @throws IllegalArgumentException if they lack a kind that is wanted
     */
    public FeatureCollector(Features features, Wanted wanted, Device device) {
        this.features = features;
        this.device = device;
        FeatureSpec spec = features.spec();
        EnumSet<FeatureKind> missing = EnumSet.noneOf(FeatureKind.class);
        missing.addAll(wanted.moments());
        missing.addAll(wanted.tables());
        missing.removeAll(spec.dimensions().keySet());
        if (!missing.isEmpty()) {
            throw new BrokenRuleException(
                    "features %s have %s, but not %s: choose other scores or another net"
                            .formatted(spec.name(), spec.dimensions().keySet(), missing));
        }
        for (FeatureKind kind : wanted.moments()) {
            int d = spec.dimensions().get(kind);
            moments.put(kind, new GroupedMoments(d, wanted.groups(), device));
        }
        wanted.tables().forEach(kind -> tables.put(kind, new FeatureTable(device)));
    }

    @Override
    public void accept(PictureBatch batch) {
        ImageShape s = batch.shape();
        if (shape == null) {
            features.requireFits(s);
            shape = s;
        } else if (!shape.equals(s)) {
            throw new BrokenRuleException(
                    "pictures of one set have one shape: %s before, now %s".formatted(shape, s));
        }
        byte[] pixels = batch.pixels(); // [N, H, W, C]
        hash.add(pixels);
        labels.add(batch.labels().clone());
        int n = pixels.length / s.elementCount();
        try (GradMode off = GradMode.off();
                Arena arena = Arena.open(device, "pictures");
                Scope scope = Scope.open()) {
            NDArray x = arena.of(batch.planes(), n, s.channels(), s.height(), s.width());
            Map<FeatureKind, NDArray> all = features.of(x);
            moments.forEach((kind, m) -> m.add(all.get(kind)));
            tables.forEach((kind, t) -> t.add(all.get(kind)));
        }
        count += n;
    }

    /**
     * All pictures of a source, or its first ones, so many at a time. They go through bytes, as
     * samples do, so that a reference of images and one of PNG files of them are the same.
     */
    public FeatureCollector addAll(ImageSource source, int most, int batchSize) {
        return addAll(source, most, batchSize, seen -> {});
    }

    /**
     * The same, told as it goes.
     *
     * @param seen hears after each batch how many pictures have come
     */
    public FeatureCollector addAll(ImageSource source, int most, int batchSize, IntConsumer seen) {
        ImageShape s = source.shape();
        int n = Math.min(most, source.size());
        for (int first = 0; first < n; first += batchSize) {
            int rows = Math.min(batchSize, n - first);
            float[] values = new float[Math.multiplyExact(rows, s.elementCount())];
            long[] labels = new long[rows];
            for (int i = 0; i < rows; i++) {
                source.read(first + i, values, i * s.elementCount());
                labels[i] = source.label(first + i);
            }
            byte[] pixels = Pixels.toBytes(values, rows, s.channels(), s.height(), s.width());
            accept(new PictureBatch(first, labels, s, pixels));
            seen.accept(first + rows);
        }
        return this;
    }

    /** How many pictures have come. */
    public int count() {
        return count;
    }

    /** The shape of the pictures; at least one must have come. */
    public ImageShape shape() {
        if (shape == null) {
            throw new BrokenRuleException("no picture has come: there is nothing to score");
        }
        return shape;
    }

    /** SHA-256 of all bytes so far: which pictures these are, in which order. */
    public String hash() {
        return hash.soFar();
    }

    /** What all pictures were labelled, in order. */
    public long[] labels() {
        return labels.stream().flatMapToLong(Arrays::stream).toArray();
    }

    /** The features' spec. */
    public FeatureSpec spec() {
        return features.spec();
    }

    /** Moments of a kind that was wanted. */
    public GroupedMoments moments(FeatureKind kind) {
        return moments.get(kind);
    }

    /** The table of a kind that was wanted. */
    public FeatureTable table(FeatureKind kind) {
        return tables.get(kind);
    }

    @Override
    public void close() {
        moments.values().forEach(GroupedMoments::close);
        tables.values().forEach(FeatureTable::close);
    }
}
