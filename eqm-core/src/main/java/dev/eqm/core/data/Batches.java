package dev.eqm.core.data;

import java.util.SplittableRandom;

/**
 * Training batches as a pure function of (seed, step), so that a resumed run sees what an
 * uninterrupted one would have seen.
 *
 * <p>The images form one endless row: a permutation of the source for each epoch, one after the
 * other, so each image comes exactly once an epoch. Step s takes the positions [s·n, (s+1)·n);
 * batches may cross the end of an epoch. With flips, the image at a position is mirrored left to
 * right with probability 1/2, decided by (seed, position).
 *
 * <p>Keeps the last permutation, hence not for several threads at a time: give each its own.
 */
public final class Batches {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L; // 2⁶⁴/φ: the step of SplitMix64
    private static final long ORDER = 1; // what a random number is for
    private static final long FLIP = 2;

    private final ImageSource source;
    private final int batchSize;
    private final long seed;
    private final boolean flip;
    private final int[] order; // the permutation of epoch `orderEpoch`
    private long orderEpoch = -1;

    public Batches(ImageSource source, int batchSize, long seed, boolean flip) {
        if (batchSize < 1) {
            throw new IllegalArgumentException(
                    "the batch size must be at least 1, got " + batchSize);
        }
        if (source.size() < 1) {
            throw new IllegalArgumentException("no images in " + source.describe());
        }
        if ((long) batchSize * source.shape().elementCount() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "a batch of " + batchSize + " exceeds 2^31 pixels: " + source.describe());
        }
        this.source = source;
        this.batchSize = batchSize;
        this.seed = seed;
        this.flip = flip;
        this.order = new int[source.size()];
    }

    /** The batch of a step, counted from 0; each call gives fresh arrays. */
    public Batch at(long step) {
        if (step < 0 || step >= Long.MAX_VALUE / batchSize) {
            throw new IllegalArgumentException("steps count from 0, got " + step);
        }
        int imageSize = source.shape().elementCount();
        float[] pixels = new float[batchSize * imageSize];
        int[] labels = new int[batchSize];
        for (int i = 0; i < batchSize; i++) {
            long position = step * batchSize + i;
            int index = indexAt(position);
            labels[i] = source.label(index);
            source.read(index, pixels, i * imageSize);
            if (flip && random(FLIP, position) < 0) {
                mirror(pixels, i * imageSize, imageSize);
            }
        }
        ImageShape shape = source.shape();
        return new Batch(
                pixels, labels, batchSize, shape.channels(), shape.height(), shape.width());
    }

    /** Which image stands at a position of the endless row. */
    int indexAt(long position) {
        long epoch = position / order.length;
        if (epoch != orderEpoch) {
            shuffle(epoch);
        }
        return order[(int) (position % order.length)];
    }

    /** Fisher-Yates, from the identity each time: no epoch depends on the one before. */
    private void shuffle(long epoch) {
        SplittableRandom random = new SplittableRandom(random(ORDER, epoch));
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1); // inside-out: order[j] moves up, i takes its place
            order[i] = order[j];
            order[j] = i;
        }
        orderEpoch = epoch;
    }

    private void mirror(float[] pixels, int offset, int count) {
        int width = source.shape().width();
        for (int row = offset; row < offset + count; row += width) {
            for (int i = row, j = row + width - 1; i < j; i++, j--) {
                float kept = pixels[i];
                pixels[i] = pixels[j];
                pixels[j] = kept;
            }
        }
    }

    /** 64 random bits of (seed, purpose, number): neighbours in any of them share nothing. */
    private long random(long purpose, long number) {
        return mix(mix(mix(seed) + purpose * GOLDEN) + number * GOLDEN);
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014): a bijection. */
    private static long mix(long z) {
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
