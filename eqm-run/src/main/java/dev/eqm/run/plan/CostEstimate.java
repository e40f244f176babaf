package dev.eqm.run.plan;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.device.Precision;
import dev.eqm.core.store.JsonObject;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.run.plan.Accelerator.Mode;
import dev.eqm.run.settings.RunConfig;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a configuration costs and leaves, before anything is started.
 *
 * @param config as it was read
 * @param utilisation share of a GPU's peak that is assumed to be reached, in (0, 1]
 */
public record CostEstimate(RunConfig config, double utilisation) {
    /** Images that FID asks for. */
    public static final int FID_IMAGES = 50_000;

    /** Memory that a GPU's driver, libraries and fragments take. */
    private static final double FREE = 0.9;

    public CostEstimate {
        boolean inRange = utilisation > 0 && utilisation <= 1;
        require(inRange, "utilisation must lie in (0, 1], got %s", utilisation);
    }

    /** What is multiplied. */
    public FlopCount work() {
        return FlopCount.of(config);
    }

    /** What the sampler leaves. */
    public NoiseLeft noiseLeft() {
        return NoiseLeft.of(config);
    }

    /** How many numbers, fixed tables included. */
    public long parameters() {
        return config.model().architecture().specs().stream().mapToLong(ParameterSpec::size).sum();
    }

    /** How many are optimised. */
    public long trainable() {
        return config.model().architecture().specs().stream()
                .filter(ParameterSpec::trainable)
                .mapToLong(ParameterSpec::size)
                .sum();
    }

    /** Lanes of a GPU are one unless the configuration says otherwise. */
    private int lanes() {
        return Math.max(1, config.lanes());
    }

    private boolean gpu() {
        return !config.device().equals("cpu");
    }

    /** Memory of a training step; empty for networks without a formula. */
    public Optional<Footprint> training(Precision precision) {
        return Footprint.training(config, precision, lanes(), gpu());
    }

    /** Memory of sampling one batch. */
    public Optional<Footprint> sampling(Precision precision) {
        return Footprint.sampling(config, precision, config.sampling().batchSize());
    }

    /** Images at a time that fit into a GPU's memory while it trains; 0 if none does. */
    public Optional<Integer> largestMicroBatch(Accelerator gpu, Precision precision) {
        return Footprint.training(config, precision, lanes(), true)
                .map(
                        f -> {
                            int images = config.train().microBatch();
                            images = images == 0 ? config.train().batchSize() : images;
                            double each = f.bytesOfImages() / images;
                            double rest = FREE * gpu.memory() - f.bytes() + each * images;
                            return (int) Math.max(0, Math.floor(rest / each));
                        });
    }

    /** Everything, as JSON knows it. */
    public JsonObject toJson() {
        FlopCount work = work();
        JsonObject memory = JsonObject.of(Map.of());
        for (Precision precision : Precision.values()) {
            JsonObject both = JsonObject.of(Map.of());
            training(precision).ifPresent(f -> both.with("training", parts(f)));
            sampling(precision).ifPresent(f -> both.with("sampling", parts(f)));
            memory.with(precision.name().toLowerCase(Locale.ROOT), both);
        }
        return JsonObject.of("name", config.name())
                .with("parameters", parameters())
                .with("trainable", trainable())
                .with("macs", Math.round(work.forward() / 2))
                .with("flopsForward", work.forward())
                .with("flopsTrainedImage", work.trainedImage())
                .with("trainingImages", work.images())
                .with("flopsTraining", work.training())
                .withIf(work.evaluations().isPresent(), "nfeSample", work.evaluations().orElse(0))
                .withIf(work.evaluations().isPresent(), "flopsSample", work.sampled())
                .with("memory", memory)
                .with("utilisation", utilisation)
                .with("gpus", Accelerator.ALL.stream().map(this::gpu).toList())
                .with("idealPath", idealPath());
    }

    private static JsonObject parts(Footprint footprint) {
        JsonObject all = JsonObject.of(Map.of());
        footprint.parts().forEach(p -> all.with(p.name(), Math.round(p.bytes())));
        return all.with("total", Math.round(footprint.bytes()));
    }

    private JsonObject gpu(Accelerator gpu) {
        FlopCount work = work();
        double samples = work.sampled() * FID_IMAGES;
        boolean known = work.evaluations().isPresent();
        JsonObject all =
                JsonObject.of("name", gpu.name())
                        .with("memory", gpu.memory())
                        .with("source", gpu.source());
        for (Mode mode : Mode.values()) {
            JsonObject facts =
                    JsonObject.of("peakFlops", gpu.peak(mode))
                            .with("trainingHours", gpu.hours(work.training(), mode, utilisation))
                            .withIf(
                                    known,
                                    "hoursFor50000Samples",
                                    gpu.hours(samples, mode, utilisation));
            largestMicroBatch(gpu, mode.precision())
                    .ifPresent(n -> facts.with("largestMicroBatch", n));
            all.with(mode.label(), facts);
        }
        return all;
    }

    private JsonObject idealPath() {
        NoiseLeft left = noiseLeft();
        JsonObject all = JsonObject.of("sampler", left.sampler()).with("note", left.why());
        if (left.isKnown()) {
            all.with("noiseLeft", left.after(1))
                    .with(
                            "noiseAfterQuarters",
                            List.of(left.after(0.25), left.after(0.5), left.after(0.75)));
        }
        left.limit().ifPresent(limit -> all.with("stabilityLimit", limit));
        return all.with("warnings", left.warnings());
    }
}
