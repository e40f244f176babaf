package dev.eqm.sample.likelihood;

import dev.eqm.core.check.Brief;
import java.util.Arrays;

/**
 * Likelihoods of a batch.
 *
 * @param nats log p(x) of every sample, [N]
 * @param size entries of a sample
 * @param evaluations of the velocity for every sample, each with a vector–Jacobian product a probe
 */
public record LogLikelihood(double[] nats, int size, int evaluations) {
    /**
     * Bits a dimension of images of 8 bits: −log₂ p(x)/D + log₂ 127.5. Bytes b became b/127.5 − 1,
     * so a byte is 1/127.5 wide; x must have been dequantised, x = (b + u − ½)/127.5 − 1 with u
     * uniform in [0, 1), which makes the mean an upper bound of the discrete model's.
     */
    public double[] bitsPerDimension() {
        return Arrays.stream(nats)
                .map(nat -> (-nat / size + Math.log(127.5)) / Math.log(2))
                .toArray();
    }

    @Override
    public String toString() {
        return "LogLikelihood[nats=%s, size=%s, evaluations=%s]"
                .formatted(Brief.of(nats), size, evaluations);
    }
}
