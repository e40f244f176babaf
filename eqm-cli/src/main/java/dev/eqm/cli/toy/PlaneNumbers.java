package dev.eqm.cli.toy;

import dev.eqm.core.store.JsonObject;
import dev.eqm.run.reproduce.measure.PointDistances;
import java.util.Arrays;

/**
 * How well samples lie on data.
 *
 * <p>Both fractions are needed: samples that all sit on one data point are near, and cover nothing.
 * Distances are found by comparing all pairs, which for some thousand points takes no time worth
 * saving.
 *
 * @param samples how many
 * @param nearData the fraction of samples whose nearest data point is at most {@link #NEAR} away
 * @param meanDistance of samples to their nearest data points
 * @param covered the fraction of data points whose nearest sample is at most {@link #NEAR} away
 * @param gradientAtData mean ‖∇E‖ at data points, for a model that sees time at t = 1
 * @param gradientAtNoise mean ‖∇E‖ at noise, for a model that sees time at t = 0
 */
public record PlaneNumbers(
        int samples,
        double nearData,
        double meanDistance,
        double covered,
        double gradientAtData,
        double gradientAtNoise) {
    /** What counts as near: the sets of points are about 2 wide. */
    public static final double NEAR = 0.1;

    /** Measures a model on data points and its samples. */
    static PlaneNumbers of(PlaneModel model, float[] data, float[] noise, float[] samples) {
        double[] toData = distances(samples, data);
        double[] toSamples = distances(data, samples);
        return new PlaneNumbers(
                samples.length / 2,
                near(toData),
                mean(toData),
                near(toSamples),
                mean(norms(model.gradients(data, 1))),
                mean(norms(model.gradients(noise, 0))));
    }

    /** As a JSON object. */
    public JsonObject toJson() {
        return JsonObject.of("samples", samples)
                .with("near", NEAR)
                .with("fractionNearData", nearData)
                .with("meanDistanceToData", meanDistance)
                .with("fractionOfDataCovered", covered)
                .with("meanGradientNormAtData", gradientAtData)
                .with("meanGradientNormAtNoise", gradientAtNoise);
    }

    /** From each point to the nearest of others. */
    static double[] distances(float[] points, float[] others) {
        return PointDistances.nearest(points, others);
    }

    /** Lengths of vectors. */
    static double[] norms(float[] vectors) {
        return distances(vectors, new float[2]);
    }

    /** The upper one of the two in the middle, of an even number. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double near(double[] distances) {
        return PointDistances.share(distances, NEAR);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double v : values) {
            sum += v;
        }
        return sum / values.length;
    }
}
