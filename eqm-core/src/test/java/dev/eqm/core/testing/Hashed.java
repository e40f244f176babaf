package dev.eqm.core.testing;

/**
 * Numbers that any program can make again: number i of a stream is a hash of i, so that networks
 * and sets of any size need no files. The hash is the finaliser of MurmurHash3 (32 bits).
 */
public final class Hashed {
    private Hashed() {}

    /** n numbers, uniform in [−scale, scale). */
    public static double[] doubles(int n, long stream, double scale) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = (hash((int) (i + stream * 0x9E3779B9L)) / 4294967296.0 - 0.5) * 2 * scale;
        }
        return values;
    }

    /** The same, rounded to single precision. */
    public static float[] floats(int n, long stream, double scale) {
        double[] values = doubles(n, stream, scale);
        float[] floats = new float[n];
        for (int i = 0; i < n; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static long hash(int i) {
        int z = i;
        z ^= z >>> 16;
        z *= 0x85ebca6b;
        z ^= z >>> 13;
        z *= 0xc2b2ae35;
        z ^= z >>> 16;
        return Integer.toUnsignedLong(z);
    }
}
