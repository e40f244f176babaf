package dev.eqm.sample.output;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.Picture;
import dev.eqm.core.data.Pixels;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.autoencoder.Codec;
import java.util.List;
import java.util.stream.IntStream;

/**
 * States to pictures.
 *
 * @param shape of one picture, grey or RGB
 */
public record Decoder(Codec codec, ImageShape shape) {
    /**
     * Fails at once, before anything is sampled, if the codec cannot decode such states.
     *
     * @param stateShape of one sample, [C, H, W]
     */
    public static Decoder of(Codec codec, Shape stateShape) {
        Shape picture = codec.pictureShape(stateShape);
        return new Decoder(
                codec, new ImageShape(size(picture, 0), size(picture, 1), size(picture, 2)));
    }

    /**
     * Decodes states, [N, C, H, W].
     *
     * @return uint8 [N, H, W, C]
     * @throws DivergedException if a value is not finite
     */
    public byte[] pixels(NDArray states) {
        float[] decoded;
        try (Scope scope = Scope.open()) {
            decoded = codec.decode(states).toFloatArray(); // [N, C, H, W]
        }
        for (int i = 0; i < decoded.length; i++) {
            if (!Float.isFinite(decoded[i])) {
                throw new DivergedException(
                        "sample %d of its batch overflowed, so there is no image; choose a smaller eta"
                                .formatted(i / shape.elementCount()));
            }
        }
        int n = Math.toIntExact(states.getShape().get(0));
        return Pixels.toBytes(decoded, n, shape.channels(), shape.height(), shape.width());
    }

    /** The same as single pictures. */
    public List<Picture> pictures(NDArray states) {
        byte[] all = pixels(states);
        return IntStream.range(0, all.length / shape.elementCount())
                .mapToObj(i -> Picture.of(all, i, shape.height(), shape.width(), shape.channels()))
                .toList();
    }

    private static int size(Shape shape, int axis) {
        return Math.toIntExact(shape.get(axis));
    }
}
