package dev.eqm.cli.option;

import dev.eqm.run.settings.CodecChoice;
import dev.eqm.run.settings.RunConfig;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/**
 * Which autoencoder makes pictures of latents.
 *
 * <p>Shared by {@code sample}, {@code evaluate}, {@code encode} and the sheets. The two flags
 * override the file and the tile size of a codec that the configuration has chosen; they do not
 * choose one. For a model of pixels they are refused rather than passed over.
 */
@Group(OptionGroup.LATENTS)
public final class VaeOptions {
    @Option(
            names = "--vae",
            paramLabel = "FILE",
            description =
                    "Weights of the autoencoder for latent models: "
                            + "diffusion_pytorch_model.safetensors of stabilityai/sd-vae-ft-ema or -mse. "
                            + "Default: codec.weights of the configuration, then EQM_VAE, then "
                            + "~/.cache/eqm/sd-vae-ft-ema.safetensors.")
    private Path file;

    @Option(
            names = "--vae-tile",
            paramLabel = "N",
            description =
                    "Processes images larger than N pixels in overlapping tiles of N pixels, which saves memory and "
                            + "changes colours slightly; 0: no tiles. Default: codec.tile of the configuration, 0.")
    private Integer tile;

    /** Whether one of them was given. */
    public boolean isGiven() {
        return file != null || tile != null;
    }

    /**
     * The codec of a network.
     *
     * @param channels of its states
     */
    public CodecChoice choice(RunConfig config, int channels) {
        CodecChoice choice = config.codec().resolved(channels);
        if (choice instanceof CodecChoice.Kl kl) {
            return new CodecChoice.Kl(
                    file == null ? kl.weights() : file.toString(),
                    tile == null ? kl.tile() : tile,
                    kl.shape());
        }
        Usage.require(
                file == null && tile == null,
                "--vae and --vae-tile are for latent models; this model generates "
                        + "%d-channel images directly: remove them, or choose codec.kind kl",
                channels);
        return choice;
    }
}
