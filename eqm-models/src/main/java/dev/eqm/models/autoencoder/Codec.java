package dev.eqm.models.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Turns the network's states into pictures.
 *
 * <p>States are what networks see and samplers return: pixels, or scaled latents of an autoencoder.
 */
public interface Codec extends AutoCloseable {
    /**
     * Decodes states.
     *
     * @param states [N, C, H, W] in the network's units
     * @return pictures, [N, 1 or 3, H', W'], nominally in [-1, 1]; owned by the caller's scope
     */
    NDArray decode(NDArray states);

    /** The shape of a picture, [1 or 3, H', W'], for states of a shape [C, H, W]. */
    Shape pictureShape(Shape stateShape);

    /** Frees its weights; a codec without any has nothing to do. */
    @Override
    default void close() {}
}
