package dev.eqm.models.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.kernel.Kernel;

/**
 * What the encoder says of a picture: q(z|x) = N(mean, exp(logVariance)), each number on its own.
 *
 * @param mean [N, C, h, w], also the most likely latent
 * @param logVariance [N, C, h, w], in [−30, 20]
 */
public record DiagonalGaussian(NDArray mean, NDArray logVariance) {
    static final Kernel KERNEL = Kernel.text(DiagonalGaussian.class, "moments.py");

    /** Splits the encoder's answer, [N, 2C, h, w], into its halves; variances are clamped. */
    static DiagonalGaussian of(NDArray moments) {
        NDList halves = KERNEL.call("split").with(moments).all();
        return new DiagonalGaussian(halves.get(0), halves.get(1));
    }

    /**
     * mean + σ·noise.
     *
     * @param noise standard normal, [N, C, h, w]
     */
    public NDArray sample(NDArray noise) {
        return KERNEL.call("draw", mean, logVariance, noise);
    }

    /** σ, [N, C, h, w]. */
    public NDArray standardDeviation() {
        return KERNEL.call("deviation", logVariance);
    }
}
