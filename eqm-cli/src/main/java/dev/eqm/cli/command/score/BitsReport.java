package dev.eqm.cli.command.score;

import dev.eqm.cli.console.Console;
import dev.eqm.sample.evaluation.statistics.Estimate;
import dev.eqm.sample.likelihood.Likelihood;
import dev.eqm.sample.likelihood.LogLikelihood;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code eqm likelihood} found, for people and as JSON. */
public record BitsReport(
        Path file, String images, Likelihood likelihood, long seed, LogLikelihood found) {
    private static final double RANGE = Math.log(127.5) / Math.log(2);

    private Estimate bits() {
        return Estimate.mean(found.bitsPerDimension());
    }

    public void print(Console console) {
        Estimate bits = bits();
        console.line(
                "%d images of %d numbers, %s; %d steps of Heun, NFE %d each, %d probes, seed %d",
                found.nats().length,
                found.size(),
                images,
                likelihood.steps(),
                found.evaluations(),
                likelihood.probes(),
                seed);
        console.line(
                "bits per dimension %.4f +- %.4f (standard error) = -log2 p(x)/D %.4f + log2 127.5 %.4f",
                bits.value(), bits.standardError(), bits.value() - RANGE, RANGE);
    }

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
