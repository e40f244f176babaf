package dev.eqm.run.training;

import dev.eqm.core.data.ImageSource;
import dev.eqm.core.schedule.GradientSchedule;
import java.util.ArrayList;
import java.util.List;

/**
 * The explained variance of a network that knows the mean m and the variance s² of every pixel over
 * a set of images, and nothing of how pixels belong together. What it samples is the mean image
 * under noise, so a model that explains no more than this has learned nothing that can be seen.
 *
 * <p>For a pixel x and noise ε of variance 1, what is left of the target (ε − x)·c(γ) once γx + (1
 * − γ)ε is known has the variance c²·s² / (γ²s² + (1 − γ)²); the target itself has the mean square
 * c²·(1 + s² + m²). Both are averaged over pixels and over γ, which is uniform. That γ is known is
 * nearly so for images, whose many pixels tell it.
 */
final class SinglePixels {
    /** Images that the moments are taken of, evenly over the set. */
    private static final int MOST_IMAGES = 256;

    /** Fewer numbers than this in an image do not tell γ. */
    private static final int FEWEST_NUMBERS = 16;

    /** Where the formula does not hold: a network that has learned this little answers 0. */
    private static final double ALMOST_NOTHING = 0.05;

    /** Variances below one grey level are those of borders: they are kept off zero. */
    private static final double LEAST_VARIANCE = 1e-5;

    private static final int CELLS = 400; // of γ

    private SinglePixels() {}

    /** Of images and a schedule c(γ). */
    static double explained(ImageSource images, GradientSchedule c) {
        int numbers = images.shape().elementCount();
        if (numbers < FEWEST_NUMBERS) {
            return ALMOST_NOTHING;
        }
        double[] sums = new double[numbers];
        double[] squares = new double[numbers];
        int count = Math.min(MOST_IMAGES, images.size());
        float[] image = new float[numbers];
        for (int i = 0; i < count; i++) {
            images.read((int) ((long) i * images.size() / count), image, 0);
            for (int k = 0; k < numbers; k++) {
                sums[k] += image[k];
                squares[k] += (double) image[k] * image[k];
            }
        }
        List<double[]> moments = new ArrayList<>(); // mean square, variance
        for (int k = 0; k < numbers; k++) {
            double mean = sums[k] / count;
            double square = squares[k] / count;
            moments.add(new double[] {square, Math.max(LEAST_VARIANCE, square - mean * mean)});
        }
        return explained(moments, c);
    }

    private static double explained(List<double[]> moments, GradientSchedule c) {
        double left = 0;
        double all = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            double gamma = (cell + 0.5) / CELLS;
            double weight = c.at(gamma) * c.at(gamma);
            for (double[] m : moments) {
                double noise = (1 - gamma) * (1 - gamma);
                left += weight * m[1] / (gamma * gamma * m[1] + noise);
                all += weight * (1 + m[0]);
            }
        }
        return 1 - left / all;
    }
}
