package dev.eqm.cli.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.check.Words;
import dev.eqm.core.data.Batches;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.device.Backend;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.device.Precision;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Noise;
import dev.eqm.core.store.JsonObject;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.nn.WeightsInMemory;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.run.settings.ImageData;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.train.checkpoint.RunIdentity;
import dev.eqm.train.step.TrainSettings;
import dev.eqm.train.step.TrainState;
import dev.eqm.train.step.TrainStep;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * What is measured: a configuration on a device, with what benchmarks need of it: networks,
 * batches, steps, noise, estimates of memory, and how a computation becomes a variant.
 *
 * <p>Estimates are rough on purpose: they refuse what would abort the JVM, and {@code eqm plan} is
 * the place for exact ones.
 *
 * @param source images; the configuration's own, or random ones for a preset
 * @param lanes parts of a batch side by side, in training steps and sampling
 * @param weights a trained model's file; null: fresh weights
 * @param warmUp rounds that do not count
 * @param rounds rounds that do
 */
public record Workload(
        RunConfig config,
        ImageData source,
        Device device,
        Lanes lanes,
        Precision precision,
        Path weights,
        int warmUp,
        int rounds) {
    /** The same in another precision. */
    public Workload in(Precision other) {
        return new Workload(config, source, device, lanes, other, weights, warmUp, rounds);
    }

    /** The network that the configuration describes. */
    ModelArchitecture architecture() {
        return config.model().architecture();
    }

    /** Why a benchmark of transformers cannot be run; empty if it can. */
    String notATransformer() {
        return architecture() instanceof SiTConfig
                ? ""
                : "this benchmark is available only for transformers (SiT)";
    }

    /** The architecture where {@link #notATransformer()} is empty. */
    SiTConfig transformer() {
        return (SiTConfig) architecture();
    }

    /** N. */
    int batch() {
        return config.train().batchSize();
    }

    /** As configurations write it. */
    String precisionName() {
        return precision.toString().toLowerCase(Locale.ROOT);
    }

    /** How many numbers the network has. */
    double parameters() {
        return architecture().specs().stream().mapToLong(ParameterSpec::size).sum();
    }

    /** Roughly the bytes that one block keeps of a batch for its backward pass. */
    double blockBytes() {
        SiTConfig c = transformer();
        return 4.0 * batch() * c.tokens() * c.width() * (14 + 3 * c.mlpRatio());
    }

    /** The same for a network, as far as it is known: other networks keep little. */
    double networkBytes() {
        return architecture() instanceof SiTConfig c ? c.depth() * blockBytes() : 0;
    }

    /** Bytes of the attention weights that plain operations materialise, three times over. */
    double attentionBytes() {
        SiTConfig c = transformer();
        return 12.0 * batch() * c.heads() * c.tokens() * c.tokens();
    }

    /** Roughly the bytes that sampling needs: weights, and what one block of a network keeps. */
    double samplingBytes() {
        double blocks = architecture() instanceof SiTConfig c ? c.depth() : 1;
        return 4 * parameters() + 2 * networkBytes() / blocks;
    }

    /** Whether there is a trained network. */
    boolean isTrained() {
        return weights != null;
    }

    /** The trained network, where {@link #isTrained}. */
    FieldModel trained() {
        return ModelFile.readForSampling(weights, precision, device);
    }

    /** Fresh weights of the training seed; its user closes it. */
    FieldModel network() {
        return architecture().fresh(precision, device, config.train().seed());
    }

    /** The same weights in the network that samples are made with, which may compute otherwise. */
    FieldModel samplingNetwork() {
        ModelArchitecture wanted = architecture();
        Parameters fresh = Parameters.initialised(device, wanted.specs(), config.train().seed());
        return wanted.forSampling(precision, device, new WeightsInMemory(fresh));
    }

    /** A run's beginning; its owner closes it. */
    TrainState start() {
        return TrainState.start(network(), config.recipe());
    }

    /** Training batches of the configured size and seed. */
    Batches batches() {
        ImageSource images = source.open();
        config.requireFits(images);
        return config.train().batches(images, config.data().flip());
    }

    /** The step that {@code eqm train} would take. */
    TrainStep step() {
        return step(config.train());
    }

    /** A step of other settings. */
    TrainStep step(TrainSettings settings) {
        return new TrainStep(batches(), config.recipe(), settings, lanes);
    }

    /** What checkpoints of such a run carry. */
    RunIdentity identity() {
        return RunIdentity.of(architecture(), config.train(), config.recipe());
    }

    /** Standard normal, any shape. */
    static NDArray noise(Arena arena, long... shape) {
        return arena.hold(Noise.normal(arena, new long[] {shape.length}, new Shape(shape)).get(0));
    }

    /** Waits until the device has computed it; a CPU has. */
    void await(NDArray result) {
        if (device.isGpu()) {
            try (NDArray mean = result.mean()) {
                mean.getFloat();
            }
        }
    }

    /** A computation as a variant: to its end, and everything that it made is freed. */
    Runnable timed(Supplier<NDArray> computation) {
        return () -> {
            try (Scope scope = Scope.open()) {
                await(computation.get());
            }
        };
    }

    /** Noise of the shape of a batch. */
    NDArray images(Arena arena) {
        Shape all = new Shape(batch()).addAll(architecture().sampleShape());
        return noise(arena, all.getShape());
    }

    /** Measures variants, each of which does {@code amount} {@code unit}s times a second. */
    Comparison comparison(String what, String title, Paired paired, double amount, String unit) {
        List<Comparison.Variant> measured = paired.measure(warmUp, rounds);
        return comparison(what, title, batch(), measured, amount, unit);
    }

    /** Measures variants that take long: one round to warm up is enough. */
    List<Comparison.Variant> measureSlow(Paired paired) {
        return paired.measure(Math.min(1, warmUp), rounds);
    }

    /** What was measured, of {@code n} images at a time; parts and peak are not known. */
    Comparison comparison(
            String what,
            String title,
            int n,
            List<Comparison.Variant> measured,
            double amount,
            String unit) {
        return new Comparison(
                what, title, precisionName(), n, rounds, measured, Map.of(), amount, unit, -1);
    }

    /** Labels in turn, one for each image of a batch. */
    long[] labels() {
        return LongStream.range(0, batch()).map(i -> i % architecture().classes()).toArray();
    }

    /** What figures depend on besides the machine. */
    JsonObject toJson() {
        return JsonObject.of(architecture().describe())
                .with("parameters", (long) parameters())
                .with("batch", batch())
                .with("lanes", lanes.count())
                .with("loss", Words.of(config.loss()))
                .with("sampling", Words.parts(config.sampling()))
                .with("device", Backend.name(device))
                .with("tf32", config.tf32() && device.isGpu());
    }
}
