package dev.eqm.core.random;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Derived seeds: a pure function of a run's seed and a path of numbers, such as (stream, step).
 *
 * <p>The mixing is the 64-bit finaliser of SplitMix64 (Steele, Lea, Flood 2014), applied once for
 * each number.
 */
public final class Seeds {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    /**
     * The seed for one purpose.
     *
     * @param seed the run's seed
     * @param path what it is for, from the general to the particular: a stream, then a step or an
     *     index
     * @return non-negative, as the generators of libtorch want it
     */
    public static long derive(long seed, long... path) {
        long z = mix(seed + GOLDEN_GAMMA);
        for (long part : path) {
            z = mix((z ^ part) + GOLDEN_GAMMA); // one after the other: (1, 2) is not (2, 1)
        }
        return z & Long.MAX_VALUE;
    }

    /** The same for each of several seeds, in their order: one purpose, a seed for each sample. */
    public static long[] derive(long[] seeds, long... path) {
        return Arrays.stream(seeds).map(seed -> derive(seed, path)).toArray();
    }

    /** A Java generator of its own for one purpose. */
    public static SplittableRandom generator(long seed, long... path) {
        return new SplittableRandom(derive(seed, path));
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
