package dev.eqm.sample.evaluation.feature;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Scope;
import java.util.Map;

/**
 * The pixels themselves, in [−1, 1], or their means over squares: features without a net, for
 * checks and for models too small to be judged by one. Distances of pixels say nothing about what a
 * picture shows, and are never called FID. b/127.5 − 1 for a byte b, in the order C, H, W; at other
 * sizes than multiples of {@code side} neighbouring squares overlap by a pixel.
 *
 * @param shape of the pictures
 * @param side pictures are averaged to side x side; 0 leaves them as they are
 */
public record PixelFeatures(ImageShape shape, int side) implements Features {
    private static final Kernel KERNEL = Kernel.text(PixelFeatures.class, "pixels.py");

    public PixelFeatures {
        int most = Math.min(shape.height(), shape.width());
        require(side >= 0 && side <= most, "side must lie in [0, %s], got %s", most, side);
    }

    @Override
    public FeatureSpec spec() {
        int h = side == 0 ? shape.height() : side;
        int w = side == 0 ? shape.width() : side;
        String means = side == 0 ? "" : ", means over squares: %dx%d".formatted(side, side);
        String name = side == 0 ? "pixels" : "pixels-" + side;
        Map<FeatureKind, Integer> size = Map.of(FeatureKind.POOLED, shape.channels() * h * w);
        return new FeatureSpec(name, shape + " pictures, b/127.5 - 1" + means, "", size);
    }

    @Override
    public void requireFits(ImageShape pictures) {
        boolean fits = pictures.equals(shape);
        require(fits, "pixel features need %s images, got %s", shape, pictures);
    }

    @Override
    public Map<FeatureKind, NDArray> of(NDArray pictures) {
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            Kernel kernel = KERNEL.with("SIDE", side);
            return Map.of(FeatureKind.POOLED, scope.keep(kernel.call("features", pictures)));
        }
    }
}
