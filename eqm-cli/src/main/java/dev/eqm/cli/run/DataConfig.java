package dev.eqm.cli.run;

/**
 * What is learned.
 *
 * @param source where the images are
 * @param flip true: half of the images of a batch are mirrored left to right
 */
public record DataConfig(ImageData source, boolean flip) {
    /** The embedded images, as they are. */
    public static final DataConfig DEFAULT =
            new DataConfig(new ImageData.EmbeddedFashionMnist(), false);
}
