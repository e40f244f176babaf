package dev.eqm.core.data;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

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
 * <p>Several processes that share a batch ask for its {@link #part parts}, one after the other the
 * images of the whole.
 *
 * <p>Any thread may ask for any step; the permutations of two epochs are kept, as neighbouring
 * steps may lie in two.
 */
public final class Batches implements BatchSource {
    /** The permutation of an epoch. */
    private record Order(long epoch, int[] indices) {}

    private final ImageSource source;
    private final int batchSize;
    private final long seed;
    private final boolean flip;
    private final int from; // of a batch, the images [from, to) are given out
    private final int to;
    private final Order[] orders = new Order[2]; // by epoch modulo 2; guarded by itself

    /** Whole batches. */
    public Batches(ImageSource source, int batchSize, long seed, boolean flip) {
        this(source, batchSize, seed, flip, 0, batchSize);
    }

    private Batches(ImageSource source, int batchSize, long seed, boolean flip, int from, int to) {
        requireGiven("source", source);
        require(batchSize >= 1, "the batch size must be at least 1, got %s", batchSize);
        require(source.size() >= 1, "no images in %s", source.describe());
        require(
                (long) batchSize * source.shape().elementCount() <= Integer.MAX_VALUE,
                "a batch of %s exceeds 2^31 pixels: %s",
                batchSize,
                source.describe());
        this.source = source;
        this.batchSize = batchSize;
        this.seed = seed;
        this.flip = flip;
        this.from = from;
        this.to = to;
    }

    /**
     * One of several equal parts of the same batches, as one of several processes needs it: no
     * image outside of it is read.
     *
     * @param part its number, in [0, parts)
     * @param parts divide the batch size
     */
    public Batches part(int part, int parts) {
        require(part >= 0 && part < parts, "part must lie in [0, %s), got %s", parts, part);
        require(
                batchSize % parts == 0,
                "batchSize must be a multiple of the %s parts of a batch, got %s",
                parts,
                batchSize);
        int n = batchSize / parts;
        return new Batches(source, batchSize, seed, flip, part * n, (part + 1) * n);
    }

    @Override
    public void requireMadeWith(long runSeed, int runBatchSize) {
        String rule = "%s of the batches must equal that of the run, %s, got %s";
        require(batchSize == runBatchSize, rule, "batchSize", runBatchSize, batchSize);
        require(seed == runSeed, rule, "seed", runSeed, seed);
    }

    @Override
    public Batch at(long step) {
        require(step >= 0 && step < Long.MAX_VALUE / batchSize, "steps count from 0, got %s", step);
        int imageSize = source.shape().elementCount();
        int n = to - from;
        float[] pixels = new float[n * imageSize];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            long position = step * batchSize + from + i;
            int index = indexAt(position);
            labels[i] = source.label(index);
            source.read(index, pixels, i * imageSize);
            if (flip && RandomBits.of(seed, RandomBits.FLIP, position) < 0) {
                mirror(pixels, i * imageSize, imageSize);
            }
        }
        ImageShape shape = source.shape();
        return new Batch(pixels, labels, n, shape.channels(), shape.height(), shape.width());
    }

    /** Which image stands at a position of the endless row. */
    int indexAt(long position) {
        long epoch = position / source.size();
        return order(epoch)[(int) (position % source.size())];
    }

    /** The permutation of an epoch, made once for as long as neighbouring steps ask for it. */
    private int[] order(long epoch) {
        synchronized (orders) {
            int slot = (int) (epoch & 1);
            if (orders[slot] == null || orders[slot].epoch() != epoch) {
                orders[slot] = new Order(epoch, shuffled(epoch));
            }
            return orders[slot].indices();
        }
    }

    /** Fisher-Yates, from the identity each time: no epoch depends on the one before. */
    private int[] shuffled(long epoch) {
        SplittableRandom random =
                new SplittableRandom(RandomBits.of(seed, RandomBits.ORDER, epoch));
        int[] order = new int[source.size()];
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1); // inside-out: order[j] moves up, i takes its place
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** Each row from right to left, in place; channels are rows below each other. */
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
}
