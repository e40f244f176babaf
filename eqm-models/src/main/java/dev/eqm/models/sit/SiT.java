package dev.eqm.models.sit;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.loss.Prediction;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.FixedField;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.nn.TrainingPass;
import dev.eqm.models.nn.WeightSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The transformer as published (SiT; "EqM-B/2" and so on): patches, depth blocks, last layer,
 * conditioned by adaLN on time embedding plus label embedding. Without a time input the time is 0,
 * its embedding stays.
 *
 * <p>Answers are gradients, the paper's sign. Published weights point the other way: {@code
 * weights.PublishedSign} turns them once.
 */
public final class SiT implements FieldModel {
    private final SiTConfig config;
    private final Parameters parameters;
    private final Embeddings embeddings;
    private final List<SiTBlock> blocks = new ArrayList<>();
    private final Kernel ends;
    private final Function<NDArray, Conditioning> modulations;
    private final NDList last;
    private final Arena constants;
    private final NDArray noTime;

    /**
     * A network over given parameters, which it closes with itself.
     *
     * @param parameters those of {@link SiTNames#of}
     */
    public SiT(SiTConfig config, Precision precision, Parameters parameters) {
        this(config, precision, parameters, false, Optional.empty());
    }

    /** The same with blocks that have a second derivative: what explicit energies are made of. */
    static SiT twiceDifferentiable(SiTConfig config, Precision precision, Parameters parameters) {
        return new SiT(config, precision, parameters, true, Optional.empty());
    }

    /**
     * The same over parameters without the adaLN layers, which it closes with itself.
     *
     * @param source has those layers and stays open
     */
    static SiT folded(
            SiTConfig config, Precision precision, Parameters parameters, WeightSource source) {
        return new SiT(config, precision, parameters, false, Optional.of(source));
    }

    private SiT(
            SiTConfig config,
            Precision precision,
            Parameters parameters,
            boolean twice,
            Optional<WeightSource> stored) {
        this.config = config;
        this.parameters = parameters;
        this.ends =
                Kernel.text(SiT.class, "ends.py")
                        .with("PATCH", config.patchSize())
                        .with("GRID", config.grid())
                        .with("CHANNELS", config.channels())
                        .with("OUT", config.outChannels());
        this.embeddings = new Embeddings(parameters, ends);
        Kernel block = SiTBlock.kernel(config.heads(), precision, parameters.device(), twice);
        for (int i = 0; i < config.depth(); i++) {
            blocks.add(new SiTBlock(parameters, "blocks." + i + ".", block));
        }
        List<ParameterSpec> layers =
                config.specs().stream().filter(StoredModulations::isOne).toList();
        this.modulations =
                stored.isPresent()
                        ? new StoredModulations(ends, stored.get(), layers)::of
                        : inMemory(layers);
        this.last = parameters.layers("final_layer.", "linear");
        this.constants = Arena.open(parameters.device(), "constants of the network");
        this.noTime = constants.hold(constants.zeros(1));
    }

    private Function<NDArray, Conditioning> inMemory(List<ParameterSpec> layers) {
        NDList adaLN = new NDList();
        layers.forEach(layer -> adaLN.add(parameters.get(layer.name())));
        return c -> new Conditioning(ends.call("modulations").with(c).list(adaLN).all());
    }

    /** A freshly initialised network; it answers exactly 0. */
    public static SiT fresh(SiTConfig config, Precision precision, Device device, long seed) {
        return new SiT(config, precision, Parameters.initialised(device, config.specs(), seed));
    }

    /** How inputs enter. */
    public Embeddings embeddings() {
        return embeddings;
    }

    /** The blocks, first to last. */
    public List<SiTBlock> blocks() {
        return List.copyOf(blocks);
    }

    /**
     * All adaLN modulations for a conditioning vector.
     *
     * <p>Of each block and of the last layer: linear(silu(c)), as adaLN-Zero of DiT (Peebles and
     * Xie 2023) has it.
     *
     * @param c [N, D]
     * @return owned by the caller's scope
     */
    public Conditioning modulations(NDArray c) {
        return modulations.apply(c);
    }

    /**
     * The conditioning of labels and time.
     *
     * @param labels int64, [N]
     * @param t [N] or [1]; replaced by 0 if the network is not time-conditional
     */
    public Conditioning conditioning(NDArray labels, NDArray t) {
        try (Scope scope = Scope.open()) {
            NDArray seen = config.timeConditional() ? t : noTime;
            NDArray c = embeddings.conditioning(seen, labels); // [N, D]
            return new Conditioning(scope.keep(modulations(c).modulations()));
        }
    }

    /**
     * The network itself.
     *
     * @param x [N, C, H, W]
     * @param conditioning for the same N
     * @return gradient [N, C, H, W] and the last block's tokens [N, T, D], owned by the caller's
     *     scope
     */
    public Prediction forward(NDArray x, Conditioning conditioning) {
        try (Scope scope = Scope.open()) {
            NDArray tokens = embeddings.tokens(x); // [N, T, D]
            for (int i = 0; i < blocks.size(); i++) {
                tokens =
                        scope.replace(tokens, blocks.get(i).forward(tokens, conditioning.block(i)));
            }
            NDArray gradient = answer(tokens, conditioning.last());
            return new Prediction(scope.keep(gradient), scope.keep(tokens));
        }
    }

    /** The last layer as an image: tokens [N, T, D], modulation [N, 2D] -> [N, C, H, W]. */
    NDArray answer(NDArray tokens, NDArray modulation) {
        return ends.call("final").with(tokens, modulation).list(last).one();
    }

    /** The last layer before it becomes an image: [N, T, D] -> [N, T, p·p·outChannels]. */
    public NDArray finalTokens(NDArray tokens, Conditioning conditioning) {
        return ends.call("final_tokens").with(tokens, conditioning.last()).list(last).one();
    }

    /** Tokens to image, all channels: [N, T, p·p·outChannels] -> [N, outChannels, H, W]. */
    public NDArray unpatchify(NDArray tokens) {
        return ends.call("unpatchify", tokens);
    }

    /** Weights of the last layer. */
    NDList lastWeights() {
        return new NDList(last);
    }

    @Override
    public Prediction answer(NDArray x, NDArray gamma, NDArray labels) {
        try (Scope scope = Scope.open()) {
            Prediction answer = forward(x, conditioning(labels, gamma));
            return new Prediction(scope.keep(answer.gradient()), scope.keep(answer.tokens()));
        }
    }

    /** Block by block; {@code seeds} are without effect, nothing in this network is random. */
    @Override
    public TrainingPass recomputedPass(NDArray x, NDArray gamma, NDArray labels, long[] seeds) {
        return RecomputedPass.of(this, x, gamma, labels);
    }

    /**
     * Owns the modulations of all N rows until it is closed; the network must stay open.
     *
     * @throws IllegalArgumentException for labels that the network does not have
     */
    @Override
    public Conditioned condition(long[] labels, double[] times) {
        return FixedField.of(
                this, labels, times, (y, t) -> conditioning(y, t).modulations(), this::gradient);
    }

    /** What is left to compute of a field: patches, blocks and last layer. */
    NDArray gradient(NDArray x, NDList modulations) {
        return forward(x, new Conditioning(modulations)).gradient();
    }

    /** The same by packed blocks. */
    NDArray gradient(NDArray x, NDList modulations, PackedBlocks packed) {
        try (Scope scope = Scope.open()) {
            NDArray tokens = packed.forward(embeddings.tokens(x), modulations);
            return scope.keep(answer(tokens, new Conditioning(modulations).last()));
        }
    }

    /** Its blocks for sampling, over its weights. */
    PackedBlocks packed(Precision precision) {
        NDList weights = new NDList();
        blocks.forEach(block -> weights.addAll(block.weights()));
        return new PackedBlocks(config.heads(), precision, weights, parameters.device());
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public SiTConfig architecture() {
        return config;
    }

    @Override
    public void close() {
        constants.close();
        parameters.close();
    }
}
