package dev.eqm.run;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.Picture;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.autoencoder.KlCodec;
import dev.eqm.run.sampling.OpenRun;
import java.util.List;

/** From pictures to the states of a model, all in one array, and to a row each. */
record PictureStates(OpenRun run) {
    /** States of pictures, [N, C, H, W]; a model of latents sees what its encoder makes of them. */
    float[] of(List<Picture> pictures) {
        require(pictures != null, "pictures must be a list of images, got %s", "null");
        require(!pictures.isEmpty(), "at least one image is needed, got %s", pictures);
        ImageShape shape = run.decoder().shape();
        int size = run.shape().elementCount();
        float[] all = new float[Math.multiplyExact(pictures.size(), size)];
        for (int i = 0; i < pictures.size(); i++) {
            Picture picture = pictures.get(i);
            require(picture != null, "picture %s is null", i);
            ImageShape is = new ImageShape(picture.channels(), picture.height(), picture.width());
            require(
                    is.equals(shape),
                    "the model expects images of %s, but image %s is %s; scale or crop it, "
                            + "and use Picture.of(image, channels) to change the channels",
                    shape,
                    i,
                    is);
            float[] pixels = picture.toFloats();
            float[] state = run.codec() instanceof KlCodec kl ? encoded(kl, pixels, is) : pixels;
            System.arraycopy(state, 0, all, i * size, size);
        }
        return all;
    }

    private float[] encoded(KlCodec codec, float[] pixels, ImageShape shape) {
        try (GradMode off = GradMode.off();
                Arena arena = Arena.open(run.model().device(), "picture");
                Scope scope = Scope.open()) {
            return codec.encode(
                            arena.of(pixels, 1, shape.channels(), shape.height(), shape.width()))
                    .toFloatArray();
        }
    }

    /** States that are given, one behind the other. */
    float[] of(float[][] states) {
        require(states != null, "states must be arrays of numbers, got %s", "null");
        require(states.length >= 1, "at least one state is needed, got %s", states.length);
        int size = run.shape().elementCount();
        float[] all = new float[Math.multiplyExact(states.length, size)];
        for (int i = 0; i < states.length; i++) {
            require(states[i] != null, "state %s is null", i);
            require(
                    states[i].length == size,
                    "the model expects states of %s, which is %s numbers, got %s in state %s",
                    run.shape(),
                    size,
                    states[i].length,
                    i);
            requireFinite(states[i], i);
            System.arraycopy(states[i], 0, all, i * size, size);
        }
        return all;
    }

    private static void requireFinite(float[] state, int i) {
        for (float v : state) {
            require(Float.isFinite(v), "states must be finite, got %s in state %s", v, i);
        }
    }

    /** The same, one a row. */
    float[][] rows(float[] all) {
        int size = run.shape().elementCount();
        float[][] rows = new float[all.length / size][size];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(all, i * size, rows[i], 0, size);
        }
        return rows;
    }
}
