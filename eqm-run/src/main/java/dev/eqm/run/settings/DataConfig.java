package dev.eqm.run.settings;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

/**
 * What is learned.
 *
 * @param source where the images are
 * @param flip true: half of the images of a batch are mirrored left to right
 * @param decodeAhead batches that are made while another is trained on; 0: none, each when it is
 *     needed
 * @param decoders threads that make them
 */
public record DataConfig(ImageData source, boolean flip, int decodeAhead, int decoders) {
    /** The embedded images, as they are. */
    public static final DataConfig DEFAULT =
            new DataConfig(new ImageData.EmbeddedFashionMnist(), false, 2, 1);

    public DataConfig {
        requireGiven("source", source);
        boolean aheadFits = decodeAhead >= 0 && decodeAhead <= 1000;
        require(aheadFits, "decodeAhead must lie in [0, 1000], got %s", decodeAhead);
        boolean decodersFit = decoders >= 1 && decoders <= 1000;
        require(decodersFit, "decoders must lie in [1, 1000], got %s", decoders);
    }
}
