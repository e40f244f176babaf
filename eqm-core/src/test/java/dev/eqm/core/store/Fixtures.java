package dev.eqm.core.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Files of make_fixtures.py, brought to disk, and what they must hold. */
final class Fixtures {
    static final double[] FLOATS = {-1, -0.5, 0, 0.5, 1, 1.5};
    static final float[] FLOATS32 = {-1, -0.5f, 0, 0.5f, 1, 1.5f};
    static final long[] INTS = {-2, -1, 0, 1, 2, 3};

    private Fixtures() {}

    static byte[] bytes(String name) {
        try (InputStream in = stream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static InputStream stream(String name) {
        return Objects.requireNonNull(Fixtures.class.getResourceAsStream(name), name);
    }

    static Path copyTo(Path folder, String name) throws IOException {
        return Files.write(folder.resolve(name), bytes(name));
    }

    /** Small tensors of several types; the order is the alphabet's. */
    static Map<String, TensorData> sample() {
        Map<String, TensorData> tensors = new TreeMap<>();
        tensors.put("a.weight", TensorData.of(FLOATS32, 2, 3));
        tensors.put("b.odd", TensorData.of(new byte[] {1, -1, 3}, 3));
        tensors.put("c", TensorData.of(FLOATS, 3, 1, 2));
        tensors.put("d.empty", TensorData.of(new float[0], 0, 4));
        tensors.put("e.scalar", TensorData.of(new long[] {Long.MIN_VALUE}));
        return tensors;
    }
}
