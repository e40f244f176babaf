package dev.eqm.core.data;

/** Random numbers of this package, each a function of a seed and of what it is for. */
final class RandomBits {
    static final long ORDER = 1; // of the images of an epoch
    static final long FLIP = 2; // of the image at a position
    static final long POINT = 3; // of a made-up set

    private static final long GOLDEN = 0x9E3779B97F4A7C15L; // 2⁶⁴/φ: the step of SplitMix64

    private RandomBits() {}

    /** 64 bits of (seed, purpose, number): neighbours in any of them share nothing. */
    static long of(long seed, long purpose, long number) {
        return mix(mix(mix(seed) + purpose * GOLDEN) + number * GOLDEN);
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014): a bijection. */
    private static long mix(long z) {
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
