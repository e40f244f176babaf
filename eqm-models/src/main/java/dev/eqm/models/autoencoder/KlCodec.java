package dev.eqm.models.autoencoder;

import static dev.eqm.core.check.Check.require;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.device.Backend;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Noise;
import dev.eqm.core.random.Seeds;
import dev.eqm.models.nn.Parameters;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A KL autoencoder: pictures x in [−1, 1] to latents and back, Stable Diffusion's with {@link
 * KlConfig#STABLE_DIFFUSION}. Networks see scale·z with z from q(z|x).
 *
 * <p>Images are coded one at a time: memory is that of one image (of one tile with {@link Tiles}),
 * and image i does not depend on the others of its batch. With bfloat16 the convolutions and
 * products run on bfloat16 inside the kernels, weights and what passes between stages stay float32;
 * on a CPU without AVX-512 they take the same rounded operands in float32, which gains nothing.
 * Open {@code GradMode.off()} unless a gradient by the states is wanted; the weights have none.
 *
 * <p>z has (H/f)·(W/f) places of latentChannels numbers: 32x32x4 for a picture of 256x256 and
 * Stable Diffusion's f = 8 (Rombach et al. 2022).
 */
public final class KlCodec implements Codec {
    private static final long STREAM = 0x564145; // "VAE": other numbers than the samples' noise

    private final KlConfig config;
    private final Tiles tiles;
    private final Parameters parameters;
    private final Kernel kernel;
    private final List<Loaded> encoder;
    private final List<Loaded> decoder;

    private record Loaded(String method, NDList weights) {}

    /** An autoencoder over given parameters, those of {@link KlConfig#specs}, which it closes. */
    public KlCodec(KlConfig config, Tiles tiles, Precision precision, Parameters parameters) {
        tiles.requireFits(config.factor());
        this.config = config;
        this.tiles = tiles;
        this.parameters = parameters;
        boolean bf16 = precision == Precision.BFLOAT16;
        boolean fast = !bf16 || Backend.hasFastBfloat16(parameters.device());
        this.kernel =
                Kernel.text(KlCodec.class, "kl.py")
                        .with("GROUPS", config.groups())
                        .with("BF16", bf16)
                        .with("ROUND_ONLY", !fast);
        this.encoder = loaded(config.encoder());
        this.decoder = loaded(config.decoder());
    }

    /**
     * The autoencoder in a published safetensors file, in any {@link KlLayout}.
     *
     * @throws dev.eqm.models.weights.CheckpointException naming the tensor that is missing, of
     *     another shape, or has no place
     */
    public static KlCodec read(
            Path file, KlConfig config, Tiles tiles, Precision precision, Device device) {
        tiles.requireFits(config.factor());
        return new KlCodec(config, tiles, precision, KlWeights.read(file, config, device));
    }

    private List<Loaded> loaded(List<KlStage> stages) {
        return stages.stream().map(this::loaded).toList();
    }

    private Loaded loaded(KlStage stage) {
        NDList weights = new NDList();
        stage.specs().forEach(spec -> weights.add(parameters.get(spec.name())));
        return new Loaded(stage.method(), weights);
    }

    /** How it is built. */
    public KlConfig config() {
        return config;
    }

    /**
     * q(z|x) of pictures.
     *
     * @param pictures [N, C, H, W] in [−1, 1]; H and W are multiples of f
     * @return of z, [N, latentChannels, H/f, W/f], not yet scaled; owned by the caller's scope
     */
    public DiagonalGaussian posterior(NDArray pictures) {
        requirePictures(pictures);
        int into = tiles.size();
        return posterior(() -> coded(pictures, into, into / config.factor(), encoder));
    }

    /**
     * The same with all pictures in one call of each stage, which keeps a GPU busy: memory is that
     * of all of them, and the last bits of a picture's answer may depend on how many there are.
     */
    DiagonalGaussian posteriorAtOnce(NDArray pictures) {
        requirePictures(pictures);
        int into = tiles.size();
        int outOf = into / config.factor();
        return posterior(() -> Tiles.code(pictures, into, outOf, tile -> run(encoder, tile)));
    }

    private static DiagonalGaussian posterior(Supplier<NDArray> moments) {
        try (Scope scope = Scope.open()) {
            DiagonalGaussian posterior = DiagonalGaussian.of(moments.get());
            scope.keep(posterior.mean());
            scope.keep(posterior.logVariance());
            return posterior;
        }
    }

    private void requirePictures(NDArray pictures) {
        Shape shape = pictures.getShape();
        int f = config.factor();
        int channels = config.pictureChannels();
        boolean fits = shape.dimension() == 4 && shape.get(1) == channels;
        require(
                fits && shape.get(2) % f == 0 && shape.get(3) % f == 0,
                "images must be [N, %s, H, W] with H and W multiples of %s, got %s",
                channels,
                f,
                shape);
    }

    /**
     * scale·mean: the most likely latents of pictures, as networks see them.
     *
     * @return [N, latentChannels, H/f, W/f], owned by the caller's scope
     */
    public NDArray encode(NDArray pictures) {
        try (Scope scope = Scope.open()) {
            return scope.keep(Arithmetic.scale(posterior(pictures).mean(), config.scale()));
        }
    }

    /**
     * scale·z, z drawn from q(z|x): what the published recipe trains on.
     *
     * @param indices of the images, one a row: row i is drawn with noise of (seed, indices[i])
     * @return [N, latentChannels, H/f, W/f], owned by the caller's scope
     */
    public NDArray encode(NDArray pictures, long seed, long[] indices) {
        try (Scope scope = Scope.open()) {
            return scope.keep(drawn(posterior(pictures), seed, indices));
        }
    }

    /** scale·z for z drawn from a posterior that is already known; seeds as for {@link #encode}. */
    NDArray drawn(DiagonalGaussian posterior, long seed, long[] indices) {
        Shape shape = posterior.mean().getShape();
        require(
                indices.length == shape.get(0),
                "indices must contain one index for each of the %s images, got %s",
                shape.get(0),
                indices.length);
        long[] seeds = new long[indices.length];
        for (int i = 0; i < seeds.length; i++) {
            seeds[i] = Seeds.derive(seed, STREAM, indices[i]);
        }
        try (Scope scope = Scope.open();
                Arena arena = Arena.open(posterior.mean().getDevice(), "posterior noise")) {
            NDArray noise = Noise.normal(arena, seeds, shape.slice(1));
            return scope.keep(Arithmetic.scale(posterior.sample(noise), config.scale()));
        }
    }

    /**
     * The decoder of states/scale, [N, latentChannels, h, w]; values a little outside of [−1, 1]
     * are left as they are.
     */
    @Override
    public NDArray decode(NDArray states) {
        Shape picture = pictureShape(states.getShape().slice(1));
        require(picture.size() > 0, "states must not be empty, got %s", states.getShape());
        try (Scope scope = Scope.open()) {
            NDArray z = Arithmetic.scale(states, 1 / config.scale());
            return scope.keep(coded(z, tiles.size() / config.factor(), tiles.size(), decoder));
        }
    }

    @Override
    public Shape pictureShape(Shape stateShape) {
        require(
                stateShape.dimension() == 3 && stateShape.get(0) == config.latentChannels(),
                "the autoencoder decodes latents of %s channels, but the states "
                        + "are %s: choose the codec that the model was trained with",
                config.latentChannels(),
                stateShape);
        int f = config.factor();
        return new Shape(config.pictureChannels(), f * stateShape.get(1), f * stateShape.get(2));
    }

    /**
     * One row after another, each in tiles; what a row needs on the way is freed before the next.
     *
     * @param into side of a tile of {@code all}
     * @param outOf side of what a whole tile becomes
     */
    private NDArray coded(NDArray all, int into, int outOf, List<Loaded> stages) {
        UnaryOperator<NDArray> code = x -> Tiles.code(x, into, outOf, tile -> run(stages, tile));
        long n = all.getShape().get(0);
        if (n == 1) {
            return code.apply(all);
        }
        NDList coded = new NDList();
        for (long i = 0; i < n; i++) {
            try (Scope one = Scope.open()) {
                coded.add(one.keep(code.apply(all.get(new NDIndex("{}:{}", i, i + 1)))));
            }
        }
        return NDArrays.concat(coded);
    }

    /** Each stage's input is freed when its answer is there. */
    private NDArray run(List<Loaded> stages, NDArray x) {
        try (Scope scope = Scope.open()) {
            NDArray h = call(stages.get(0), x);
            for (Loaded stage : stages.subList(1, stages.size())) {
                h = scope.replace(h, call(stage, h));
            }
            return scope.keep(h);
        }
    }

    private NDArray call(Loaded stage, NDArray x) {
        return kernel.call(stage.method()).with(x).list(stage.weights()).one();
    }

    @Override
    public void close() {
        parameters.close();
    }
}
