package dev.eqm.cli.option;

import dev.eqm.models.autoencoder.LatentCache;
import java.util.Locale;
import picocli.CommandLine.Option;

/**
 * Which latents of pictures are kept.
 *
 * <p>{@code eqm encode} alone has them. They decide which latents there are, not where they go:
 * with other ones a folder that was begun is another request's, and is not gone on with.
 */
@Group(OptionGroup.LATENTS)
public final class LatentOptions {
    /** What of q(z|x) is kept. */
    public enum Kept {
        DRAW,
        MEAN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--mirror",
            description =
                    "Also encodes the mirror image of every image (the "
                            + "published recipe mirrors half of the images at random).")
    private boolean mirror;

    @Option(
            names = "--posterior",
            paramLabel = "NAME",
            defaultValue = "draw",
            description =
                    "draw: a random draw from q(z|x), as the published recipe takes "
                            + "at every step; mean: its mean. Default ${DEFAULT-VALUE}.")
    private Kept posterior;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Seed for the draws; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--per-file",
            paramLabel = "N",
            defaultValue = "512",
            description = "Latents per file; default ${DEFAULT-VALUE}.")
    private int perFile;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Images that the autoencoder encodes at once; 16 to 64 keep a GPU busy. "
                            + "Another number may change the last bits of latents. Default ${DEFAULT-VALUE}.")
    private int batch;

    /** What the options say. */
    public LatentCache cache() {
        return new LatentCache(mirror, posterior == Kept.DRAW, seed, perFile, batch);
    }
}
