package dev.eqm.sample.evaluation.memorisation;

import static dev.eqm.core.check.Check.require;

import ai.djl.Device;
import dev.eqm.core.store.JsonObject;
import dev.eqm.sample.evaluation.neighbours.NearestNeighbours;
import dev.eqm.sample.evaluation.neighbours.Neighbour;
import dev.eqm.sample.evaluation.neighbours.VectorSet;
import dev.eqm.sample.evaluation.statistics.Bootstrap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * How near samples lie to what was learned, measured by images that were not: of those 1 % lie
 * nearer than their own 1 % quantile. A model that copies has many more samples there; one that
 * only learned what such images look like has about as many.
 *
 * <p>Distances are Euclidean, to the nearest of all learned images whatever its label. Beside them
 * stands the mean distance of two images of a label: samples that fall short of real images there
 * vary too little.
 *
 * @param samples distances of the samples
 * @param heldOut distances of the images that were not learned
 * @param closest the samples nearest to a learned image, nearest first
 * @param classes by label, of labels that both sides have
 */
public record Memorisation(
        Nearness samples, Nearness heldOut, List<Close> closest, Map<Long, OfClass> classes) {
    private static final int CLOSEST = 5;

    /**
     * Distances to the nearest learned image, ascending.
     *
     * @param sorted [N]
     */
    public record Nearness(double[] sorted) {
        /** Linear between neighbours, as numpy's. */
        public double quantile(double p) {
            return Bootstrap.quantile(sorted, p);
        }

        /** The share that lies nearer than a distance. */
        public double share(double distance) {
            return Arrays.stream(sorted).filter(d -> d < distance).count() / (double) sorted.length;
        }
    }

    /**
     * A sample near to a learned image.
     *
     * @param sample its index
     * @param learned the index of the image in the set that was searched
     */
    public record Close(int sample, int learned, double distance) {}

    /**
     * One label.
     *
     * @param samples distances of its samples
     * @param heldOut distances of its images that were not learned
     * @param samplesApart mean distance of two of its samples; not a number for fewer than two
     * @param heldOutApart the same of images that were not learned
     */
    public record OfClass(
            Nearness samples, Nearness heldOut, double samplesApart, double heldOutApart) {}

    /**
     * Compares.
     *
     * @param learned all images that training saw, mirrored ones too if it did
     * @param done hears how many learned images have been looked at
     */
    public static Memorisation of(
            LabelledVectors samples,
            LabelledVectors heldOut,
            VectorSet learned,
            Device device,
            IntConsumer done) {
        int d = learned.dimension();
        require(
                samples.dimension() == d && heldOut.dimension() == d,
                "all images must have the " + d + " numbers of the training images, got %s and %s",
                samples.dimension(),
                heldOut.dimension());
        int own = samples.values().length;
        int more = heldOut.values().length;
        float[] both = Arrays.copyOf(samples.values(), own + more);
        System.arraycopy(heldOut.values(), 0, both, own, more);
        List<List<Neighbour>> found =
                NearestNeighbours.forDimension(1, d).of(both, learned, device, done);
        double[] all = found.stream().mapToDouble(list -> list.get(0).distance()).toArray();
        double[] mine = Arrays.copyOf(all, samples.size());
        double[] others = Arrays.copyOfRange(all, samples.size(), all.length);
        List<Close> closest = // a stable sort: of equals the first sample
                IntStream.range(0, mine.length)
                        .mapToObj(i -> new Close(i, found.get(i).get(0).index(), mine[i]))
                        .sorted(Comparator.comparingDouble(Close::distance))
                        .limit(CLOSEST)
                        .toList();
        return new Memorisation(
                sorted(mine), sorted(others), closest, classes(samples, mine, heldOut, others));
    }

    private static Nearness sorted(double[] distances) {
        double[] copy = distances.clone();
        Arrays.sort(copy);
        return new Nearness(copy);
    }

    private static Map<Long, OfClass> classes(
            LabelledVectors samples, double[] mine, LabelledVectors heldOut, double[] theirs) {
        Map<Long, Double> way = samples.meanDistances();
        Map<Long, Double> othersWay = heldOut.meanDistances();
        Map<Long, OfClass> all = new TreeMap<>();
        long[] labels = Arrays.stream(samples.labels()).distinct().sorted().toArray();
        for (long label : labels) {
            double[] of = chosen(heldOut.labels(), theirs, label);
            if (of.length > 0) {
                Nearness own = sorted(chosen(samples.labels(), mine, label));
                double apart = way.getOrDefault(label, Double.NaN);
                double others = othersWay.getOrDefault(label, Double.NaN);
                all.put(label, new OfClass(own, sorted(of), apart, others));
            }
        }
        return all;
    }

    private static double[] chosen(long[] labels, double[] values, long label) {
        return IntStream.range(0, labels.length)
                .filter(i -> labels[i] == label)
                .mapToDouble(i -> values[i])
                .toArray();
    }

    /** The share of samples nearer than a share p of the images that were not learned. */
    public double nearer(double p) {
        return samples.share(heldOut.quantile(p));
    }

    /** The mean over labels of the distance of two samples. */
    public double samplesApart() {
        return mean(classes.values().stream().mapToDouble(OfClass::samplesApart).toArray());
    }

    /** The same of images that were not learned. */
    public double heldOutApart() {
        return mean(classes.values().stream().mapToDouble(OfClass::heldOutApart).toArray());
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).filter(Double::isFinite).average().orElse(Double.NaN);
    }

    /**
     * For a report.
     *
     * @param names of the labels; numbers where there are none
     */
    public Map<String, Object> toJson(List<String> names) {
        List<Object> near = new ArrayList<>();
        for (Close close : closest) {
            JsonObject one = JsonObject.of("sample", close.sample());
            near.add(one.with("learned", close.learned()).with("distance", close.distance()));
        }
        List<Object> each = new ArrayList<>();
        classes.forEach((label, c) -> each.add(toJson(name(names, label), c)));
        return JsonObject.of("samples", samples.sorted().length)
                .with("heldOut", heldOut.sorted().length)
                .with("nearerThan1Percent", nearer(0.01))
                .with("nearerThan5Percent", nearer(0.05))
                .with("samplesMedian", samples.quantile(0.5))
                .with("heldOutMedian", heldOut.quantile(0.5))
                .with("heldOut1Percent", heldOut.quantile(0.01))
                .with("heldOut5Percent", heldOut.quantile(0.05))
                .with("samplesApart", finite(samplesApart()))
                .with("heldOutApart", finite(heldOutApart()))
                .with("closest", near)
                .with("classes", each);
    }

    /** The name of a label. */
    public static String name(List<String> names, long label) {
        return label < names.size() ? names.get((int) label) : Long.toString(label);
    }

    private static Map<String, Object> toJson(String name, OfClass c) {
        return JsonObject.of("class", name)
                .with("samples", c.samples().sorted().length)
                .with("heldOut", c.heldOut().sorted().length)
                .with("samplesMedian", c.samples().quantile(0.5))
                .with("heldOutMedian", c.heldOut().quantile(0.5))
                .with("nearerThan5Percent", c.samples().share(c.heldOut().quantile(0.05)))
                .with("samplesApart", finite(c.samplesApart()))
                .with("heldOutApart", finite(c.heldOutApart()));
    }

    private static Object finite(double value) {
        return Double.isFinite(value) ? (Object) value : null;
    }
}
