package dev.eqm.run.plan;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.device.Precision;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.run.plan.Accelerator.Mode;
import dev.eqm.run.settings.RunConfig;
import java.util.LinkedHashMap;
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
        require(
                utilisation > 0 && utilisation <= 1,
                "utilisation must lie in (0, 1], got %s",
                utilisation);
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
    public Map<String, Object> toJson() {
        Map<String, Object> all = new LinkedHashMap<>();
        FlopCount work = work();
        all.put("name", config.name());
        all.put("parameters", parameters());
        all.put("trainable", trainable());
        all.put("macs", Math.round(work.forward() / 2));
        all.put("flopsForward", work.forward());
        all.put("flopsTrainedImage", work.trainedImage());
        all.put("trainingImages", work.images());
        all.put("flopsTraining", work.training());
        if (work.callsPerUpdate().isPresent()) {
            all.put("flopsSample", work.sampled());
        }
        Map<String, Object> memory = new LinkedHashMap<>();
        for (Precision precision : Precision.values()) {
            Map<String, Object> both = new LinkedHashMap<>();
            training(precision).ifPresent(f -> both.put("training", parts(f)));
            sampling(precision).ifPresent(f -> both.put("sampling", parts(f)));
            memory.put(precision.name().toLowerCase(Locale.ROOT), both);
        }
        all.put("memory", memory);
        all.put("utilisation", utilisation);
        all.put("gpus", Accelerator.ALL.stream().map(this::gpu).toList());
        all.put("idealPath", idealPath());
        return all;
    }

    private static Map<String, Object> parts(Footprint footprint) {
        Map<String, Object> all = new LinkedHashMap<>();
        footprint.parts().forEach(p -> all.put(p.name(), Math.round(p.bytes())));
        all.put("total", Math.round(footprint.bytes()));
        return all;
    }

    private Map<String, Object> gpu(Accelerator gpu) {
        FlopCount work = work();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", gpu.name());
        all.put("memory", gpu.memory());
        all.put("source", gpu.source());
        for (Mode mode : Mode.values()) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("peakFlops", gpu.peak(mode));
            facts.put("trainingHours", gpu.hours(work.training(), mode, utilisation));
            if (work.callsPerUpdate().isPresent()) {
                facts.put(
                        "hoursFor50000Samples",
                        gpu.hours(work.sampled() * FID_IMAGES, mode, utilisation));
            }
            largestMicroBatch(gpu, mode.precision())
                    .ifPresent(n -> facts.put("largestMicroBatch", n));
            all.put(mode.label(), facts);
        }
        return all;
    }

    private Map<String, Object> idealPath() {
        NoiseLeft left = noiseLeft();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("sampler", left.sampler());
        all.put("note", left.why());
        if (left.isKnown()) {
            all.put("noiseLeft", left.after(1));
            all.put(
                    "noiseAfterQuarters",
                    List.of(left.after(0.25), left.after(0.5), left.after(0.75)));
        }
        left.limit().ifPresent(limit -> all.put("stabilityLimit", limit));
        all.put("warnings", left.warnings());
        return all;
    }
}
