package dev.eqm.core.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Finds numbers that are NaN or infinite. A network with one such weight answers NaN to everything,
 * so weights are looked through where they come into eqm.
 */
public final class NotFinite {
    private static final long PIECE = 1 << 28; // bytes of a map, a multiple of every element

    private NotFinite() {}

    /** How many numbers of a tensor are not finite; integers always are. */
    public static long count(TensorData tensor) {
        ByteBuffer bytes = tensor.buffer();
        long found = 0;
        for (int i = 0; i < tensor.elementCount(); i++) {
            found += isFinite(tensor.dtype(), bytes, i) ? 0 : 1;
        }
        return found;
    }

    /** By the bits of the exponent, all of which are set in NaN and the infinities alone. */
    private static boolean isFinite(DType dtype, ByteBuffer bytes, int i) {
        return switch (dtype) {
            case F64 -> (bytes.getLong(8 * i) >>> 52 & 0x7FF) != 0x7FF;
            case F32 -> (bytes.getInt(4 * i) >>> 23 & 0xFF) != 0xFF;
            case F16 -> (bytes.getShort(2 * i) & 0x7C00) != 0x7C00;
            case BF16 -> (bytes.getShort(2 * i) & 0x7F80) != 0x7F80;
            default -> true;
        };
    }

    /**
     * Tensors of a safetensors file with such numbers, by name, and how many they have; of any
     * size.
     */
    public static Map<String, Long> in(Path file) {
        Map<String, Long> found = new LinkedHashMap<>();
        TensorHeader header = Safetensors.header(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (Map.Entry<String, TensorInfo> entry : header.tensors().entrySet()) {
                TensorInfo place = entry.getValue();
                long count = 0;
                for (long at = place.begin(); at < place.end(); at += PIECE) {
                    long size = Math.min(PIECE, place.end() - at);
                    ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, at, size);
                    long[] numbers = {size / place.dtype().size()};
                    count += count(TensorData.wrap(place.dtype(), numbers, bytes));
                }
                if (count > 0) {
                    found.put(entry.getKey(), count);
                }
            }
        } catch (IOException e) {
            throw TensorFileException.unreadable(file, e);
        }
        return found;
    }

    /** Tensors with such numbers, by name, and how many they have. */
    public static Map<String, Long> in(Map<String, TensorData> tensors) {
        Map<String, Long> found = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> note(name, tensor, found));
        return found;
    }

    /**
     * The same tensors, which are looked through as they are fetched: a large file is read once.
     *
     * @param prefix of the names in {@code found}
     * @param found gets an entry for each tensor that is fetched and has such numbers
     */
    public static Map<String, TensorSource> watched(
            Map<String, TensorSource> tensors, String prefix, Map<String, Long> found) {
        Map<String, TensorSource> all = new LinkedHashMap<>();
        tensors.forEach(
                (name, t) ->
                        all.put(
                                name,
                                new TensorSource(
                                        t.dtype(),
                                        t.shape(),
                                        () -> {
                                            TensorData data = t.get();
                                            note(prefix + name, data, found);
                                            return data;
                                        })));
        return all;
    }

    private static void note(String name, TensorData tensor, Map<String, Long> found) {
        long count = count(tensor);
        if (count > 0) {
            found.put(name, count);
        }
    }

    /** For people, the first few by name: {@code tensor 'a' (3 numbers), tensor 'b' (1 number)}. */
    public static String told(Map<String, Long> found) {
        String first =
                found.entrySet().stream()
                        .limit(3)
                        .map(
                                e ->
                                        "tensor '%s' (%d %s)"
                                                .formatted(
                                                        e.getKey(),
                                                        e.getValue(),
                                                        e.getValue() == 1 ? "number" : "numbers"))
                        .reduce((a, b) -> a + ", " + b)
                        .orElse("no tensor");
        return found.size() <= 3 ? first : first + " and " + (found.size() - 3) + " more";
    }
}
