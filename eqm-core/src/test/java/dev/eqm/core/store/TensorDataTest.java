package dev.eqm.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorDataTest {
    @Test
    void valuesComeBackAsTheyWent() {
        float[] floats = {1.5f, -0f, Float.MIN_VALUE, Float.POSITIVE_INFINITY};
        double[] doubles = {Math.PI, -1e300};
        long[] longs = {Long.MAX_VALUE, -1};
        byte[] bytes = {0, 127, -128, -1};

        assertThat(TensorData.of(floats, 2, 2).floats()).containsExactly(floats);
        assertThat(TensorData.of(doubles, 2).doubles()).containsExactly(doubles);
        assertThat(TensorData.of(longs, 1, 2).longs()).containsExactly(longs);
        assertThat(TensorData.of(bytes, 4).bytes()).containsExactly(bytes);
        assertThat(TensorData.of(bytes, 4).longs()).containsExactly(0, 127, 128, 255);
        assertThat(TensorData.of(floats, 2, 2).doubles())
                .containsExactly(1.5, -0.0, 0x1p-149, 1 / 0.0);
    }

    @Test
    void bytesAreLittleEndian() {
        ByteBuffer buffer = TensorData.of(new long[] {0x0102}, 1).buffer();
        assertThat(buffer.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(buffer.get(0)).isEqualTo((byte) 2);
        assertThat(buffer.get(1)).isEqualTo((byte) 1);
    }

    @Test
    void nothingCanChangeIt() {
        byte[] bytes = {1, 2};
        long[] shape = {2};
        TensorData tensor = TensorData.of(bytes, shape);
        bytes[0] = 9;
        shape[0] = 9;
        tensor.shape()[0] = 9;
        tensor.bytes()[1] = 9;
        tensor.buffer().get();

        assertThat(tensor).isEqualTo(TensorData.of(new byte[] {1, 2}, 2));
        assertThat(tensor.buffer().remaining()).isEqualTo(2);
        Assertions.assertThatThrownBy(() -> tensor.buffer().put((byte) 0))
                .isInstanceOf(ReadOnlyBufferException.class);
    }

    @Test
    void everyHalfWidensExactly() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float got = TensorData.halfToFloat((short) bits);
            int exponent = bits >> 10 & 31;
            int fraction = bits & 1023;
            double sign = bits < 0x8000 ? 1 : -1;
            double expected =
                    exponent == 31
                            ? (fraction == 0 ? sign / 0.0 : Double.NaN)
                            : exponent == 0
                                    ? sign * fraction * Math.pow(2, -24)
                                    : sign * (1 + fraction / 1024.0) * Math.pow(2, exponent - 15);
            assertThat(Double.valueOf(got))
                    .as("half 0x%04x", bits)
                    .isEqualTo(Double.valueOf(expected));
        }
    }

    @Test
    void bfloat16IsTheUpperHalf() {
        ByteBuffer bits = ByteBuffer.wrap(new byte[] {(byte) 0x80, 0x3F, 0x49, (byte) 0xC0});
        TensorData tensor = TensorData.wrap(DType.BF16, new long[] {2}, bits);
        assertThat(tensor.floats()).containsExactly(1f, -3.140625f);
        assertThat(tensor.doubles()).containsExactly(1, -3.140625);
    }

    @Test
    void smallIntegersKeepTheirSign() {
        byte[] bits = {-1, -1, 5, 0};
        assertThat(wrap(DType.I8, bits).longs()).containsExactly(-1, -1, 5, 0);
        assertThat(wrap(DType.I16, bits).longs()).containsExactly(-1, 5);
        assertThat(wrap(DType.I32, bits).longs()).containsExactly(0x0005FFFF);
        assertThat(wrap(DType.BOOL, bits).longs()).containsExactly(1, 1, 1, 0);
    }

    @Test
    void shapesMustFitTheData() {
        assertRefused(() -> TensorData.of(new float[3], 2, 2), "F32[2, 2] needs 16 bytes, got 12");
        assertRefused(() -> TensorData.of(new float[2]), "F32[] needs 4 bytes, got 8");
        assertRefused(() -> TensorData.of(new float[4], -2, -2), "negative size");
        assertRefused(() -> TensorData.of(new byte[0], 1L << 62, 4), "overflows");
        assertRefused(() -> TensorData.of(new double[0], 1L << 61), "overflows");
        assertThat(TensorData.of(new float[0], 3, 0).elementCount()).isZero();
        assertThat(TensorData.of(new float[1]).elementCount()).isEqualTo(1);
    }

    @Test
    void typesAreNotConvertedSilently() {
        TensorData f64 = TensorData.of(new double[1], 1);
        TensorData i64 = TensorData.of(new long[1], 1);
        assertThatIllegalStateException()
                .isThrownBy(f64::floats)
                .withMessage("tensor F64[1]: floats() would round it; use doubles()");
        assertThatIllegalStateException().isThrownBy(i64::floats).withMessageContaining("longs()");
        assertThatIllegalStateException().isThrownBy(i64::doubles).withMessageContaining("longs()");
        assertThatIllegalStateException().isThrownBy(f64::longs).withMessageContaining("doubles()");
        assertThatIllegalStateException().isThrownBy(i64::bytes).withMessageContaining("buffer()");
    }

    @Test
    void equalityIsOfBits() {
        TensorData zero = TensorData.of(new float[] {0f}, 1);
        assertThat(zero).isNotEqualTo(TensorData.of(new float[] {-0f}, 1));
        assertThat(zero).isNotEqualTo(TensorData.of(new float[] {0f}, 1, 1));
        assertThat(zero).isNotEqualTo(TensorData.of(new byte[4], 4));
        assertThat(zero).hasSameHashCodeAs(TensorData.of(new float[] {0f}, 1));
        assertThat(zero).hasToString("F32[1]");
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void typeNamesAreInverse(DType type) {
        assertThat(DType.ofSafetensors(type.name())).isSameAs(type);
        if (type == DType.BF16) {
            assertRefused(type::numpyDescr, "BF16 has no numpy type");
        } else {
            assertThat(DType.ofNumpy(type.numpyDescr())).isSameAs(type);
        }
        assertThat(type.isFloat()).isEqualTo(type.name().contains("F"));
    }

    @Test
    void unknownTypesAreNamed() {
        for (String name : new String[] {"", "f4", "<c8", "|O", "<U2", "|f4", "<<f4", "<", "=f4"}) {
            assertRefused(() -> DType.ofNumpy(name), "element type '" + name + "'");
        }
        assertRefused(() -> DType.ofSafetensors("F8_E4M3"), "element type 'F8_E4M3'");
    }

    private static TensorData wrap(DType type, byte[] bits) {
        long count = bits.length / type.size();
        return TensorData.wrap(type, new long[] {count}, ByteBuffer.wrap(bits));
    }

    private static void assertRefused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(message);
    }
}
