package dev.eqm.train.log;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * One protocol buffer message being written: each field is a key (number · 8 + wire type) and a
 * value; messages are fields that hold the bytes of another one.
 *
 * <p>Wire types say how long a value is: 0 a number of as many bytes as it needs, 1 eight bytes, 2
 * a length and that many bytes, 5 four bytes. Each method appends a field and answers this message.
 */
final class Protobuf {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** int32, int64, enum; not for negative numbers. */
    Protobuf integer(int field, long value) {
        key(field, VARINT);
        return varint(value);
    }

    /** double, eight bytes. */
    Protobuf float64(int field, double value) {
        key(field, FIXED64);
        return fixed(Double.doubleToLongBits(value), 8);
    }

    /** float, four bytes. */
    Protobuf float32(int field, float value) {
        key(field, FIXED32);
        return fixed(Float.floatToIntBits(value), 4);
    }

    /** string, in UTF-8. */
    Protobuf text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Protobuf message(int field, Protobuf value) {
        return bytes(field, value.toBytes());
    }

    Protobuf bytes(int field, byte[] value) {
        key(field, BYTES);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    private void key(int field, int wireType) {
        varint(((long) field << 3) | wireType);
    }

    /** Seven bits a byte, the lowest first; the highest bit says that more follow. */
    private Protobuf varint(long value) {
        long rest = value;
        while (rest > 0x7F) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    /** Little-endian. */
    private Protobuf fixed(long bits, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (bits >>> (8 * i)) & 0xFF);
        }
        return this;
    }
}
