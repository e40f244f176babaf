package dev.eqm.models.autoencoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.device.Precision;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.Npz;
import dev.eqm.core.store.TensorData;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A small autoencoder with random weights and what diffusers 0.42.1 (PyTorch 2.7.1) computes with
 * it, written by a script outside of this repository: {@code kl_tiny.safetensors}, {@code
 * kl_tiny.npz} and {@code kl_tiny_names.json} (today's name -> the older one, the original code's;
 * checked there with diffusers' own converters).
 */
final class TinyKl {
    static final KlConfig CONFIG = new KlConfig(3, List.of(4, 8, 8), 2, 4, 2, 0.18215);

    private TinyKl() {}

    static Path weights() {
        try {
            return Path.of(TinyKl.class.getResource("kl_tiny.safetensors").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static KlCodec codec(Tiles tiles, Precision precision) {
        return KlCodec.read(weights(), CONFIG, tiles, precision, Device.cpu());
    }

    static KlCodec codec() {
        return codec(Tiles.NONE, Precision.FLOAT32);
    }

    static Map<String, TensorData> golden() {
        return Npz.read(TinyKl.class.getResourceAsStream("kl_tiny.npz"), "kl_tiny.npz");
    }

    static NDArray array(Arena arena, TensorData tensor) {
        return arena.of(tensor.floats(), tensor.shape());
    }

    /** Today's name -> [the older one, the original code's]. */
    @SuppressWarnings("unchecked") // the file is ours
    static Map<String, List<String>> names() {
        try (InputStream in = TinyKl.class.getResourceAsStream("kl_tiny_names.json")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return (Map<String, List<String>>) (Map<?, ?>) Json.parse(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
