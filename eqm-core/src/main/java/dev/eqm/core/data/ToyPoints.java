package dev.eqm.core.data;

import static dev.eqm.core.check.Check.require;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Points of a {@link Toy} as images [2, 1, 1]: channel 0 is x, channel 1 is y. Point i is a
 * function of (seed, i); nothing is stored, so that a large count costs no more than its
 * permutation. Mirroring leaves such an image as it is.
 *
 * @param count how many there are; an epoch shows each once
 * @param spread standard deviation of the normal noise added to both coordinates
 * @param labelled true: a label for each part of the toy; false: one class
 */
public record ToyPoints(Toy toy, long seed, int count, double spread, boolean labelled)
        implements ImageSource {
    private static final int MOST = 1 << 24;
    private static final ImageShape SHAPE = new ImageShape(2, 1, 1);

    public ToyPoints {
        require(count >= 1 && count <= MOST, "count must lie in [1, %s], got %s", MOST, count);
        require(spread >= 0 && spread <= 10, "spread must lie in [0, 10], got %s", spread);
    }

    @Override
    public int size() {
        return count;
    }

    @Override
    public ImageShape shape() {
        return SHAPE;
    }

    @Override
    public int classes() {
        return labelled ? toy.classes() : 1;
    }

    @Override
    public int label(int index) {
        return labelled ? part(random(index)) : 0;
    }

    @Override
    public void read(int index, float[] into, int offset) {
        SplittableRandom random = random(index);
        double[] point = toy.draw(part(random), random);
        double radius = spread * StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        double angle = 2 * Math.PI * random.nextDouble(); // Box and Muller 1958
        into[offset] = (float) (point[0] + radius * StrictMath.cos(angle));
        into[offset + 1] = (float) (point[1] + radius * StrictMath.sin(angle));
    }

    private SplittableRandom random(int index) {
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException("point " + index + " of " + count);
        }
        return new SplittableRandom(RandomBits.of(seed, RandomBits.POINT, index));
    }

    /** The first number drawn. */
    private int part(SplittableRandom random) {
        return random.nextInt(toy.classes());
    }

    @Override
    public List<String> classNames() {
        return IntStream.range(0, classes()).mapToObj(Integer::toString).toList();
    }

    @Override
    public String describe() {
        String name = toy.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return String.format(Locale.ROOT, "%s: %d points, spread %s", name, count, spread);
    }
}
