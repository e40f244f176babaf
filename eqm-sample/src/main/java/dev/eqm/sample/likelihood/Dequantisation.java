package dev.eqm.sample.likelihood;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.random.Seeds;
import java.util.SplittableRandom;

/**
 * Uniform dequantisation of images of 8 bits: byte b, which is b/127.5 − 1 in a model, becomes x =
 * (b + u − ½)/127.5 − 1 with u uniform in [0, 1). A density of x then bounds the probability of the
 * bytes: −log₂ P(b) ≤ E_u[−log₂ p(x)] + D·log₂ 127.5.
 */
public final class Dequantisation {
    private static final long STREAM = 0xDE9;
    private static final double HALF_RANGE = 127.5;

    private Dequantisation() {}

    /**
     * Noise on all images.
     *
     * @param pixels [N, D], each one of the 256 values that bytes have
     * @param seeds one for each image
     * @return the same shape; image i depends on itself and {@code seeds[i]} alone
     * @throws IllegalArgumentException for other numbers: latents and points have no bytes
     */
    public static float[] of(float[] pixels, long[] seeds) {
        int size = pixels.length / seeds.length;
        require(
                size * seeds.length == pixels.length,
                "a seed for each image of one size, got %s numbers for " + seeds.length + " seeds",
                pixels.length);
        float[] noisy = new float[pixels.length];
        for (int image = 0; image < seeds.length; image++) {
            SplittableRandom random = Seeds.generator(seeds[image], STREAM);
            for (int i = image * size; i < (image + 1) * size; i++) {
                double level = toByte(pixels[i], image) + random.nextDouble() - 0.5;
                noisy[i] = (float) (level / HALF_RANGE - 1);
            }
        }
        return noisy;
    }

    private static double toByte(float pixel, int image) {
        double at = (pixel + 1.0) * HALF_RANGE;
        double b = Math.rint(at);
        require(
                Math.abs(at - b) < 1e-3 && b >= 0 && b <= 255,
                "bits per dimension need 8-bit images, but image %s has the "
                        + "value %s, which is not a byte mapped to [-1, 1]",
                image,
                pixel);
        return b;
    }
}
