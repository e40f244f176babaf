package dev.eqm.run.scoring;

import dev.eqm.sample.evaluation.statistics.Estimate;
import dev.eqm.sample.likelihood.Likelihood;
import dev.eqm.sample.likelihood.LogLikelihood;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

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
    public Map<String, Object> toJson() {
        Estimate bits = bits();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("model", file.toString());
        all.put("images", images);
        all.put("count", found.nats().length);
        all.put("numbersOfAnImage", found.size());
        all.put("steps", likelihood.steps());
        all.put("nfe", found.evaluations());
        all.put("probes", likelihood.probes());
        all.put("probe", likelihood.probe().toString());
        all.put("seed", seed);
        all.put(
                "definition",
                "-log2 p(x)/D + log2 127.5 with x = (b + u - 1/2)/127.5 - 1, u uniform in [0, 1) by seed and image;"
                        + " log p(x) = log N(z; 0, I) - integral of div v dt");
        all.put("bitsPerDimension", bits.value());
        all.put("standardError", bits.standardError());
        all.put("densityTerm", bits.value() - RANGE);
        all.put("dataRangeTerm", RANGE);
        all.put("perImage", Arrays.stream(found.bitsPerDimension()).boxed().toList());
        return all;
    }
}
