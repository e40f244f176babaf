package dev.eqm.core.testing;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.memory.Arena;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A reference array kept as text: one line an array, {@code name 2x3 v v v v v v}, values as hex
 * floats (exact). Lines that start with # say where the numbers come from.
 */
public record Frozen(long[] shape, double[] values) {
    /** All arrays of the text beside a test class, by name, in the order of the file. */
    public static Map<String, Frozen> read(Class<?> owner, String resource) {
        try (InputStream in = owner.getResourceAsStream(resource);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            Map<String, Frozen> all = new LinkedHashMap<>();
            lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .forEach(words -> all.put(words[0], parse(words)));
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + resource, e);
        }
    }

    /** As an array on the CPU. */
    public NDArray in(Arena arena) {
        return arena.of(floats(), shape);
    }

    /** In single precision, row-major. */
    public float[] floats() {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static Frozen parse(String[] words) {
        long[] shape = Arrays.stream(words[1].split("x")).mapToLong(Long::parseLong).toArray();
        double[] values = Arrays.stream(words).skip(2).mapToDouble(Double::parseDouble).toArray();
        return new Frozen(shape, values);
    }
}
