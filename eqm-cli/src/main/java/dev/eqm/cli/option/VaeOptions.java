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
                    "Weights of the autoencoder for models of latents: stabilityai/sd-vae-ft-ema or -mse,"
                            + " diffusion_pytorch_model.safetensors. Default: codec.weights of the"
                            + " configuration, else EQM_VAE, else ~/.cache/eqm/sd-vae-ft-ema.safetensors.")
    private Path file;

    @Option(
            names = "--vae-tile",
            paramLabel = "N",
            description =
                    "Pictures larger than N pixels are coded in overlapping squares of N, which saves"
                            + " memory and changes colours a little; 0: whole. Default: codec.tile of"
                            + " the configuration, 0.")
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
                "--vae and --vae-tile are for models of latents; this one's states have %d channels and are pictures: leave them out, or choose codec.kind kl",
                channels);
        return choice;
    }
}
