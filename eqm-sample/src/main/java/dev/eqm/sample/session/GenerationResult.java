package dev.eqm.sample.session;

import dev.eqm.core.check.Brief;
import dev.eqm.core.data.Picture;
import dev.eqm.sample.sampler.Effort;
import java.util.List;

/**
 * What a request led to. Java memory only: nothing to close.
 *
 * @param pictures in the order of the items
 * @param gradientNorms ‖∇E‖ of every item in its last step
 * @param effort steps and NFE of every item, network calls
 * @param seconds it took
 */
public record GenerationResult(
        List<Picture> pictures, double[] gradientNorms, Effort effort, double seconds) {
    @Override
    public String toString() {
        return "GenerationResult[pictures=%s, gradientNorms=%s, effort=%s, seconds=%s]"
                .formatted(pictures.size(), Brief.of(gradientNorms), effort, seconds);
    }
}
