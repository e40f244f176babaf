package dev.eqm.models.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.check.Check;
import dev.eqm.core.check.Setting;

/** States are pictures: pixels in [-1, 1], one channel or three. */
public record PixelCodec() implements Codec {
    @Override
    public NDArray decode(NDArray states) {
        return states.duplicate();
    }

    @Override
    public Shape pictureShape(Shape stateShape) {
        long channels = stateShape.get(0);
        if (channels != 1 && channels != 3) {
            throw Check.broken(
                    "an image has 1 or 3 channels, but the states have %s: a latent model "
                            + "needs its autoencoder, or write npz with "
                            + Setting.of("format", "latents"),
                    channels);
        }
        return stateShape;
    }
}
