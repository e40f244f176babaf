package dev.eqm.sample.evaluation.memorisation;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.data.ImageSource;
import java.util.Map;
import java.util.TreeMap;

/**
 * Images as vectors with their labels.
 *
 * @param values [N, D], not copied
 * @param labels [N]
 */
public record LabelledVectors(float[] values, long[] labels) {
    public LabelledVectors {
        require(
                labels.length >= 1 && values.length % labels.length == 0,
                "at least one label is needed, and exactly one vector per label, got %s numbers and %s labels",
                values.length,
                labels.length);
    }

    /** All images of a set: pixels in [−1, 1]. */
    public static LabelledVectors of(ImageSource images) {
        int d = images.shape().elementCount();
        float[] values = new float[Math.multiplyExact(images.size(), d)];
        long[] labels = new long[images.size()];
        for (int i = 0; i < labels.length; i++) {
            images.read(i, values, i * d);
            labels[i] = images.label(i);
        }
        return new LabelledVectors(values, labels);
    }

    /** N. */
    int size() {
        return labels.length;
    }

    /** D. */
    int dimension() {
        return values.length / labels.length;
    }

    /**
     * The mean Euclidean distance of two different images of a label; labels of one are left out.
     */
    Map<Long, Double> meanDistances() {
        Map<Long, double[]> sums = new TreeMap<>();
        int d = dimension();
        for (int i = 0; i < size(); i++) {
            for (int j = 0; j < i; j++) {
                if (labels[i] == labels[j]) {
                    double square = 0;
                    for (int k = 0; k < d; k++) {
                        double way = (double) values[i * d + k] - values[j * d + k];
                        square += way * way;
                    }
                    double[] sum = sums.computeIfAbsent(labels[i], label -> new double[2]);
                    sum[0] += Math.sqrt(square);
                    sum[1]++;
                }
            }
        }
        Map<Long, Double> means = new TreeMap<>();
        sums.forEach((label, sum) -> means.put(label, sum[0] / sum[1]));
        return means;
    }
}
