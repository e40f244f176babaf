package dev.eqm.run.plan;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.device.Precision;
import dev.eqm.core.ranks.OrderedSum;
import dev.eqm.core.store.JsonObject;
import dev.eqm.run.plan.Accelerator.Mode;
import dev.eqm.run.settings.RunConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What training costs when N ranks share every batch. Computing and summing follow each other, as
 * they do in eqm; a rank sends and receives 2·(N−1)/N of the gradients in a step.
 *
 * @param one the same run on one device
 * @param ranks N, at least 1, divides the batch size
 * @param bandwidth bytes a second that a rank sends and receives at the same time
 */
public record RanksEstimate(CostEstimate one, int ranks, double bandwidth) {
    public RanksEstimate {
        require(ranks >= 1, "ranks must be at least 1, got %s", ranks);
        require(
                bandwidth > 0 && bandwidth < Double.MAX_VALUE,
                "bandwidth must be positive and finite, got %s",
                bandwidth);
        int batch = one.config().train().batchSize();
        require(
                batch % ranks == 0,
                "ranks must divide train.batchSize %s without a rest, got %s",
                batch,
                ranks);
    }

    /** Bytes that a rank sends in a step, and as many that it receives. */
    public double bytes() {
        return 4.0 * one.trainable() * 2 * (ranks - 1) / ranks;
    }

    /** Seconds of a step that gradients are on their way. */
    public double communication() {
        return bytes() / bandwidth;
    }

    /** Seconds of a step that a rank computes. */
    public double computing(Accelerator gpu, Mode mode) {
        double all = one.work().training() / one.config().train().steps();
        return gpu.hours(all / ranks, mode, one.utilisation()) * 3600;
    }

    /** Hours of the whole run. */
    public double hours(Accelerator gpu, Mode mode) {
        double step = computing(gpu, mode) + communication();
        return one.config().train().steps() * step / 3600;
    }

    /**
     * Memory of a device while it trains, with the buckets of the sum; empty for networks without a
     * formula.
     */
    public OptionalDouble memory(Precision precision) {
        RunConfig config = one.config();
        int share = config.train().batchSize() / ranks;
        int micro = Math.min(share, config.train().microBatch());
        RunConfig rank = config.with("train.microBatch=" + micro, "train.batchSize=" + share);
        double largest =
                config.model().architecture().specs().stream()
                        .filter(spec -> spec.trainable())
                        .mapToDouble(spec -> spec.size())
                        .max()
                        .orElse(0);
        double bucket = Math.max(largest, (double) Math.min(one.trainable(), OrderedSum.BUCKET));
        double buckets = ranks == 1 ? 0 : 2 * 4 * bucket;
        return new CostEstimate(rank, one.utilisation())
                .training(precision)
                .map(f -> OptionalDouble.of(f.bytes() + buckets))
                .orElse(OptionalDouble.empty());
    }

    /** Everything, as JSON knows it. */
    public JsonObject toJson() {
        List<JsonObject> gpus = new ArrayList<>();
        for (Accelerator gpu : Accelerator.ALL) {
            JsonObject all = JsonObject.of("name", gpu.name());
            for (Mode mode : Mode.values()) {
                JsonObject facts =
                        JsonObject.of("computingSeconds", computing(gpu, mode))
                                .with("trainingHours", hours(gpu, mode));
                memory(mode.precision()).ifPresent(m -> facts.with("memory", Math.round(m)));
                all.with(mode.label(), facts);
            }
            gpus.add(all);
        }
        return JsonObject.of("ranks", (long) ranks)
                .with("bandwidth", bandwidth)
                .with("bytesSentAStep", bytes())
                .with("communicationSeconds", communication())
                .with("gpus", gpus);
    }
}
