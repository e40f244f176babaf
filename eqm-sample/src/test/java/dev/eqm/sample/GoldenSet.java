package dev.eqm.sample;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.store.Npz;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorData;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.sit.SiT;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.sit.SiTNames;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;

/** Models and cases of the official code, and the turn from its sign to ours. */
public final class GoldenSet {
    private static final SiTConfig TINY = new SiTConfig(8, 2, 4, 48, 3, 4, 4, 10, 0.1, true, false);
    private static final SiTConfig TINY_WITH_TIME =
            new SiTConfig(8, 2, 4, 48, 3, 4, 4, 10, 0.1, true, true);
    private static final SiTConfig PIXEL =
            new SiTConfig(8, 4, 3, 24, 2, 3, 4, 5, 0.1, false, false);

    private GoldenSet() {}

    /** Latents of 4x8x8, 10 classes. */
    public static SiT tiny() {
        return load(TINY, "model_tiny.safetensors");
    }

    /** The same weights, seeing time. */
    public static SiT tinyWithTime() {
        return load(TINY_WITH_TIME, "model_tiny.safetensors");
    }

    /** Pictures of 3x8x8, 5 classes. */
    public static SiT pixel() {
        return load(PIXEL, "model_pixel.safetensors");
    }

    /** All arrays of a case. */
    public static Map<String, TensorData> arrays(String file) {
        return Npz.read(path(file));
    }

    /** A float32 array of a case. */
    public static NDArray array(Arena arena, TensorData data) {
        return arena.of(data.floats(), data.shape());
    }

    private static SiT load(SiTConfig config, String file) {
        Map<String, TensorData> tensors = Safetensors.read(path(file)).tensors();
        return new SiT(
                config,
                Precision.FLOAT32,
                Parameters.of(
                        Device.cpu(),
                        SiTNames.of(config),
                        (arena, spec) -> {
                            NDArray array = array(arena, tensors.get(spec.name()));
                            boolean turned = spec.name().startsWith("final_layer.linear.");
                            return turned ? negated(arena, array) : array;
                        }));
    }

    private static NDArray negated(Arena arena, NDArray array) {
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            return scope.keep(arena.hold(Arithmetic.scale(array, arena.scalar(-1))));
        }
    }

    private static Path path(String file) {
        try {
            return Path.of(GoldenSet.class.getResource("golden/" + file).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
