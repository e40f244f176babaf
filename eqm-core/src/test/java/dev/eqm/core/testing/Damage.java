package dev.eqm.core.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Good files with a few things wrong: flipped bits, digits, numbers and lengths changed, pieces
 * lost, doubled, inserted or taken from another file, cuts. File i is a function of (seed, i).
 *
 * @param originals small good files
 * @param tokens pieces that are troublesome in this format
 */
public record Damage(List<byte[]> originals, List<String> tokens, long seed) {
    private static final long[] NASTY = {
        0,
        -1,
        1,
        0x7F,
        0x80,
        0xFF,
        0x7FFF,
        0x8000,
        0xFFFF,
        0x10000,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        0xFFFFFFFFL,
        1L << 32,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        1L << 62
    };

    /** Damaged file i. */
    public byte[] file(int i) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + i);
        byte[] bytes = originals.get(random.nextInt(originals.size())).clone();
        for (int n = random.nextInt(1, 4); n > 0 && bytes.length > 1; n--) {
            bytes = once(bytes, random);
        }
        return bytes;
    }

    private byte[] once(byte[] bytes, SplittableRandom random) {
        int at = random.nextInt(bytes.length);
        int until = Math.min(bytes.length, at + random.nextInt(1, 20));
        switch (random.nextInt(11)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt(256);
            case 2 -> bytes[at] = (byte) ('0' + random.nextInt(10));
            case 3 -> putNumber(bytes, at, NASTY[random.nextInt(NASTY.length)], random);
            case 4 -> changeNumber(bytes, at, random);
            case 5 -> bytes = join(bytes, until, bytes, at); // doubles [at, until)
            case 6 -> bytes = join(bytes, at, bytes, until); // loses [at, until)
            case 7 -> bytes = insert(bytes, at, noise(random));
            case 8 -> {
                byte[] other = originals.get(random.nextInt(originals.size()));
                bytes = join(bytes, at, other, random.nextInt(other.length));
            }
            case 9 -> {
                String token = tokens.get(random.nextInt(tokens.size()));
                bytes = insert(bytes, at, token.getBytes(StandardCharsets.UTF_8));
            }
            default -> bytes = Arrays.copyOf(bytes, at);
        }
        return bytes;
    }

    private static void putNumber(byte[] bytes, int at, long value, SplittableRandom random) {
        byte[] number = new byte[8];
        int size = 1 << random.nextInt(4);
        boolean little = random.nextBoolean();
        ByteBuffer.wrap(number)
                .order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
                .putLong(little ? value : value << (64 - 8 * size));
        System.arraycopy(number, 0, bytes, at, Math.min(size, bytes.length - at));
    }

    /** What may be a length becomes a little or much larger or smaller. */
    private static void changeNumber(byte[] bytes, int at, SplittableRandom random) {
        int size = 1 << random.nextInt(1, 4);
        if (at + size > bytes.length) {
            return;
        }
        boolean little = random.nextBoolean();
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = (value << 8) | (bytes[little ? at + size - 1 - i : at + i] & 0xFF);
        }
        value = random.nextBoolean() ? value + random.nextInt(-2, 3) : value * random.nextInt(2, 9);
        for (int i = 0; i < size; i++) {
            bytes[little ? at + i : at + size - 1 - i] = (byte) (value >> (8 * i));
        }
    }

    private static byte[] noise(SplittableRandom random) {
        byte[] noise = new byte[random.nextInt(1, 17)];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] insert(byte[] bytes, int at, byte[] piece) {
        return join(join(bytes, at, piece, 0), at + piece.length, bytes, at);
    }

    private static byte[] join(byte[] head, int headEnd, byte[] tail, int tailStart) {
        byte[] joined = Arrays.copyOf(head, headEnd + tail.length - tailStart);
        System.arraycopy(tail, tailStart, joined, headEnd, tail.length - tailStart);
        return joined;
    }
}
