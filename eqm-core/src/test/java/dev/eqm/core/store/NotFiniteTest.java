package dev.eqm.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotFiniteTest {
    private static final float INFINITE = Float.POSITIVE_INFINITY;

    @TempDir private Path folder;

    private final TensorData floats =
            TensorData.of(new float[] {Float.NaN, -INFINITE, Float.MAX_VALUE, -0f}, 4);
    private final TensorData doubles = TensorData.of(new double[] {1e308, Double.NaN}, 2);
    private final TensorData integers = TensorData.of(new long[] {-1, Long.MAX_VALUE}, 2);

    @Test
    void everyTypeIsCountedByItsBits() {
        assertThat(NotFinite.count(floats)).isEqualTo(2);
        assertThat(NotFinite.count(doubles)).isEqualTo(1);
        assertThat(NotFinite.count(integers)).isZero();
        // 65504, infinity, NaN in binary16; the largest, -infinity and NaN in bfloat16
        assertThat(NotFinite.count(halves(DType.F16, 0x7BFF, 0x7C00, 0x7E01))).isEqualTo(2);
        assertThat(NotFinite.count(halves(DType.BF16, 0x7F7F, 0xFF80, 0x7FC0))).isEqualTo(2);
    }

    private static TensorData halves(DType dtype, int... bits) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * bits.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int b : bits) {
            bytes.putShort((short) b);
        }
        return TensorData.wrap(dtype, new long[] {bits.length}, bytes.flip());
    }

    @Test
    void aFileIsLookedThroughByName() {
        Map<String, TensorData> all = new LinkedHashMap<>();
        all.put("fine", integers);
        all.put("bad", floats);
        all.put("worse", doubles);
        Path file = folder.resolve("w.safetensors");
        Safetensors.write(file, all, Map.of());
        assertThat(NotFinite.in(file)).isEqualTo(Map.of("bad", 2L, "worse", 1L));
        assertThat(NotFinite.told(NotFinite.in(file)))
                .isEqualTo("tensor 'bad' (2 numbers), tensor 'worse' (1 number)");
        assertThat(NotFinite.in(all)).isEqualTo(NotFinite.in(file));
    }

    @Test
    void sourcesAreLookedThroughAsTheyAreFetched() {
        Map<String, Long> found = new LinkedHashMap<>();
        Map<String, TensorSource> watched =
                NotFinite.watched(TensorSource.of(Map.of("bad", floats)), "model.", found);
        assertThat(found).isEmpty();
        assertThat(watched.get("bad").get()).isSameAs(floats);
        assertThat(found).isEqualTo(Map.of("model.bad", 2L));
    }
}
