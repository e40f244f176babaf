package dev.eqm.run.scoring;

import dev.eqm.core.store.JsonObject;
import dev.eqm.sample.evaluation.statistics.Estimate;
import dev.eqm.sample.likelihood.Likelihood;
import dev.eqm.sample.likelihood.LogLikelihood;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a {@link LikelihoodRequest} found.
 *
 * @param file of the model
 * @param images which ones, and with which labels
 * @param likelihood how it was estimated
 * @param seed of dequantisation and probes
 */
public record BitsReport(
        Path file, String images, Likelihood likelihood, long seed, LogLikelihood found) {
    /** log₂ 127.5: bytes have values in [-1, 1]. */
    public static final double RANGE = Math.log(127.5) / Math.log(2);

    /** −log₂ p(x)/D + log₂ 127.5, the mean over the images. */
    public Estimate bits() {
        return Estimate.mean(found.bitsPerDimension());
    }

    /** {@code likelihood.json}. */
    public JsonObject toJson() {
        Estimate bits = bits();
        return JsonObject.of("model", file.toString())
                .with("images", images)
                .with("count", found.nats().length)
                .with("numbersOfAnImage", found.size())
                .with("steps", likelihood.steps())
                .with("nfe", found.evaluations())
                .with("probes", likelihood.probes())
                .with("probe", likelihood.probe().toString())
                .with("seed", seed)
                .with(
                        "definition",
                        "-log2 p(x)/D + log2 127.5 with x = (b + u - 1/2)/127.5 - 1, u uniform in [0, 1) by seed and image;"
                                + " log p(x) = log N(z; 0, I) - integral of div v dt")
                .with("bitsPerDimension", bits.value())
                .with("standardError", bits.standardError())
                .with("densityTerm", bits.value() - RANGE)
                .with("dataRangeTerm", RANGE)
                .with("perImage", Arrays.stream(found.bitsPerDimension()).boxed().toList());
    }
}
