package dev.eqm.cli.bench;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.models.autoencoder.KlCodec;
import dev.eqm.models.autoencoder.KlConfig;
import dev.eqm.models.autoencoder.Tiles;
import dev.eqm.models.nn.Parameters;
import dev.eqm.run.settings.CodecChoice;
import java.util.List;

/**
 * Stable Diffusion's autoencoder with random weights on one picture of the model's latents: whole
 * beside tiles of half the side.
 *
 * <p>Tiles keep the activations of one tile instead of those of the picture, and compute their
 * overlaps more than once; the ratio tells what that costs.
 */
final class AutoencoderBenchmark implements Benchmark {
    private static final double BYTES_A_PIXEL = 8000; // of the widest stages at full size
    private static final KlConfig CONFIG = KlConfig.STABLE_DIFFUSION;

    @Override
    public double bytes(Workload w) {
        return 4e8 + BYTES_A_PIXEL * side(w) * side(w);
    }

    /** Of the picture. */
    private static int side(Workload w) {
        return CONFIG.factor() * Math.toIntExact(w.architecture().sampleShape().get(1));
    }

    /** Models of pixels have no autoencoder. */
    @Override
    public String obstacle(Workload w) {
        int channels = Math.toIntExact(w.architecture().sampleShape().get(0));
        return w.config().codec().resolved(channels) instanceof CodecChoice.Pixels
                ? "the model generates pixels; this benchmark needs a latent model (--preset B/2)"
                : "";
    }

    /** Both directions; random weights cost what trained ones do. */
    @Override
    public List<Comparison> run(Workload w) {
        int side = side(w);
        Parameters weights =
                Parameters.initialised(w.device(), CONFIG.specs(), w.config().train().seed());
        try (GradMode off = GradMode.off();
                KlCodec whole = new KlCodec(CONFIG, Tiles.NONE, w.precision(), weights);
                Arena arena = Arena.open(w.device(), "autoencoder")) {
            KlCodec tiled = new KlCodec(CONFIG, new Tiles(side / 2), w.precision(), weights);
            int f = CONFIG.factor();
            NDArray latent = Workload.noise(arena, 1, CONFIG.latentChannels(), side / f, side / f);
            NDArray picture = Workload.noise(arena, 1, CONFIG.pictureChannels(), side, side);
            Paired decode =
                    new Paired()
                            .add("whole", w.timed(() -> whole.decode(latent)))
                            .add("tiles", w.timed(() -> tiled.decode(latent)));
            Paired encode =
                    new Paired()
                            .add("whole", w.timed(() -> whole.encode(picture)))
                            .add("tiles", w.timed(() -> tiled.encode(picture)));
            return List.of(compare(w, "decode", decode), compare(w, "encode", encode));
        }
    }

    /** One direction. A picture takes long: one round to warm up is enough. */
    private static Comparison compare(Workload w, String what, Paired paired) {
        int side = side(w);
        String title = what + " one image of " + side + "x" + side + ", tiles of " + side / 2;
        return w.comparison("autoencoder", title, 1, w.measureSlow(paired), 1, "images/s");
    }
}
