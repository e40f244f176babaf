package dev.eqm.sample.evaluation.memorisation;

import static dev.eqm.core.check.Check.require;

import ai.djl.Device;
import dev.eqm.sample.evaluation.neighbours.NearestNeighbours;
import dev.eqm.sample.evaluation.neighbours.Neighbour;
import dev.eqm.sample.evaluation.neighbours.VectorSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
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
            double at = p * (sorted.length - 1);
            int low = (int) Math.floor(at);
            int high = Math.min(low + 1, sorted.length - 1);
            return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
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
                "all images must have the " + d + " numbers of the learned ones, got %s and %s",
                samples.dimension(),
                heldOut.dimension());
        float[] both =
                Arrays.copyOf(samples.values(), samples.values().length + heldOut.values().length);
        System.arraycopy(
                heldOut.values(), 0, both, samples.values().length, heldOut.values().length);
        List<List<Neighbour>> found =
                NearestNeighbours.forDimension(1, d).of(both, learned, device, done);
        double[] all = found.stream().mapToDouble(list -> list.get(0).distance()).toArray();
        double[] mine = Arrays.copyOf(all, samples.size());
        double[] others = Arrays.copyOfRange(all, samples.size(), all.length);
        List<Close> closest =
                IntStream.range(0, mine.length)
                        .mapToObj(i -> new Close(i, found.get(i).get(0).index(), mine[i]))
                        .sorted(
                                Comparator.comparingDouble(Close::distance)
                                        .thenComparingInt(Close::sample))
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
            LabelledVectors samples, double[] mine, LabelledVectors heldOut, double[] others) {
        Map<Long, Double> apart = samples.meanDistances();
        Map<Long, Double> othersApart = heldOut.meanDistances();
        Map<Long, OfClass> all = new TreeMap<>();
        long[] labels = Arrays.stream(samples.labels()).distinct().sorted().toArray();
        for (long label : labels) {
            double[] of = chosen(heldOut.labels(), others, label);
            if (of.length > 0) {
                all.put(
                        label,
                        new OfClass(
                                sorted(chosen(samples.labels(), mine, label)),
                                sorted(of),
                                apart.getOrDefault(label, Double.NaN),
                                othersApart.getOrDefault(label, Double.NaN)));
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
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("samples", samples.sorted().length);
        all.put("heldOut", heldOut.sorted().length);
        all.put("nearerThan1Percent", nearer(0.01));
        all.put("nearerThan5Percent", nearer(0.05));
        all.put("samplesMedian", samples.quantile(0.5));
        all.put("heldOutMedian", heldOut.quantile(0.5));
        all.put("heldOut1Percent", heldOut.quantile(0.01));
        all.put("heldOut5Percent", heldOut.quantile(0.05));
        all.put("samplesApart", finite(samplesApart()));
        all.put("heldOutApart", finite(heldOutApart()));
        List<Object> near = new ArrayList<>();
        for (Close close : closest) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("sample", close.sample());
            one.put("learned", close.learned());
            one.put("distance", close.distance());
            near.add(one);
        }
        all.put("closest", near);
        List<Object> each = new ArrayList<>();
        classes.forEach((label, c) -> each.add(toJson(name(names, label), c)));
        all.put("classes", each);
        return all;
    }

    /** The name of a label. */
    public static String name(List<String> names, long label) {
        return label < names.size() ? names.get((int) label) : Long.toString(label);
    }

    private static Map<String, Object> toJson(String name, OfClass c) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("class", name);
        one.put("samples", c.samples().sorted().length);
        one.put("heldOut", c.heldOut().sorted().length);
        one.put("samplesMedian", c.samples().quantile(0.5));
        one.put("heldOutMedian", c.heldOut().quantile(0.5));
        one.put("nearerThan5Percent", c.samples().share(c.heldOut().quantile(0.05)));
        one.put("samplesApart", finite(c.samplesApart()));
        one.put("heldOutApart", finite(c.heldOutApart()));
        return one;
    }

    private static Object finite(double value) {
        return Double.isFinite(value) ? (Object) value : null;
    }
}
