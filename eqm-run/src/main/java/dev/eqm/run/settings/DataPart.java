package dev.eqm.run.settings;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.ImageSubset;
import java.util.stream.IntStream;

/**
 * A part of a set of images, so that the other part is there to compare with.
 *
 * @param of the whole set
 * @param learned images of the first part, from the first image on
 * @param rest true: the images behind them; false: the first part
 */
public record DataPart(ImageData of, int learned, boolean rest) implements ImageData {
    public DataPart {
        requireGiven("of", of);
        require(learned >= 1, "learned must be at least 1, got %s", learned);
        require(!(of instanceof DataPart), "of must be a whole set of images, got %s", of);
    }

    @Override
    public ImageOutline outline() {
        ImageOutline whole = of.outline();
        requireSmaller(whole.count());
        int count = rest ? whole.count() - learned : learned;
        return new ImageOutline(count, whole.shape(), whole.classNames());
    }

    @Override
    public ImageSource open() {
        ImageSource whole = of.open();
        requireSmaller(whole.size());
        return new ImageSubset(
                whole,
                rest
                        ? IntStream.range(learned, whole.size()).toArray()
                        : IntStream.range(0, learned).toArray());
    }

    private void requireSmaller(int there) {
        require(
                learned < there,
                "data.source.learned must be smaller than the %s images of the set, so that some are held out, got %s",
                there,
                learned);
    }

    @Override
    public DataPart heldOut() {
        return new DataPart(of, learned, !rest);
    }
}
