package dev.eqm.sample.evaluation.feature;

import static dev.eqm.core.check.Check.require;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.kernel.TorchScriptFile;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import java.nio.file.Path;
import java.util.Map;

/**
 * What any TorchScript file makes of pictures: its {@code forward} takes float32 [N, C, H, W] and
 * answers [N, D] (or [N, D, 1, 1]). It is called in evaluation mode, with bytes b as low + b·(high
 * − low)/255; pictures keep their size, what the net does with it is its own business.
 *
 * <p>Its answer becomes the pooled features, and their distance goes by the name of the file, not
 * as FID; the {@link FeatureSpec} holds the hash of the file as well.
 */
public final class TorchScriptFeatures implements Features {
    private static final Kernel KERNEL = Kernel.text(TorchScriptFeatures.class, "script.py");

    private final TorchScriptFile net;
    private final Device device;
    private final Input input;
    private final FeatureSpec spec;

    /**
     * What a net wants to see.
     *
     * @param channels 1 or 3; grey pictures repeat their channel for 3
     * @param low what byte 0 becomes
     * @param high what byte 255 becomes
     */
    public record Input(int channels, double low, double high) {
        public Input {
            boolean known = channels == 1 || channels == 3;
            require(known, "channels must be 1 (grey) or 3 (RGB), got %s", channels);
            boolean ascend = Double.isFinite(low) && Double.isFinite(high) && high > low;
            require(ascend, "high must be above low %s, got %s", low, high);
        }

        @Override
        public String toString() {
            return "%s, bytes 0 to 255 as %s to %s"
                    .formatted(channels == 1 ? "grey" : "RGB", low, high);
        }
    }

    private TorchScriptFeatures(TorchScriptFile net, Device device, Input input, FeatureSpec spec) {
        this.net = net;
        this.device = device;
        this.input = input;
        this.spec = spec;
    }

    /**
     * Opens a file and tries it on a grey picture.
     *
     * @param height of the pictures that will come
     * @param width likewise
     * @throws IllegalArgumentException if it is no TorchScript file, or does not answer one vector
     *     a picture
     */
    public static TorchScriptFeatures open(
            Path file, Input input, int height, int width, Device device) {
        TorchScriptFile net = TorchScriptFile.open(file, device);
        try (GradMode off = GradMode.off();
                Arena arena = Arena.open(device, "trial");
                Scope scope = Scope.open()) {
            double grey = (input.low() + input.high()) / 2;
            int c = input.channels();
            NDArray answer = net.call(arena.full(grey, 1, c, height, width));
            Shape shape = answer.getShape();
            if (shape.dimension() < 2
                    || shape.get(0) != 1
                    || shape.size() != shape.get(1)
                    || answer.getDataType() != DataType.FLOAT32) {
                throw new BrokenRuleException(
                        "%s: must return float32 [N, D] for [N, %d, %d, %d], but returns %s %s for N = 1"
                                .formatted(file, c, height, width, answer.getDataType(), shape));
            }
            String name = file.getFileName().toString();
            String prepared = "%s, %dx%d".formatted(input, height, width);
            Map<FeatureKind, Integer> size =
                    Map.of(FeatureKind.POOLED, Math.toIntExact(shape.get(1)));
            FeatureSpec spec = new FeatureSpec(name, prepared, FeatureSpec.hashOf(file), size);
            return new TorchScriptFeatures(net, device, input, spec);
        } catch (RuntimeException e) {
            net.close();
            throw e;
        }
    }

    @Override
    public FeatureSpec spec() {
        return spec;
    }

    @Override
    public Map<FeatureKind, NDArray> of(NDArray pictures) {
        Shape shape = pictures.getShape();
        boolean fits = shape.get(1) == input.channels() || shape.get(1) == 1;
        require(fits, "the network of %s needs grey images, got %s", spec.name(), shape);
        try (GradMode off = GradMode.off();
                Arena arena = Arena.open(device, "scaling");
                Scope scope = Scope.open()) {
            NDArray range = arena.of(new float[] {(float) input.low(), (float) input.high()}, 2);
            Kernel kernel = KERNEL.with("CHANNELS", input.channels());
            NDArray answer = net.call(kernel.call("prepared", pictures, range));
            return Map.of(FeatureKind.POOLED, scope.keep(kernel.call("flat", answer)));
        }
    }

    @Override
    public void close() {
        net.close();
    }
}
