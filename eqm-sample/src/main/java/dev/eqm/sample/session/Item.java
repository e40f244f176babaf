package dev.eqm.sample.session;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.random.Seeds;

/**
 * One wanted picture.
 *
 * @param label in [0, classes); the number of classes itself means no label
 * @param seed of the run that the noise is from
 * @param index of the sample in that run: {@code eqm sample --seed SEED} starts its sample INDEX
 *     from the same noise
 */
public record Item(long label, long seed, long index) {
    public Item {
        require(label >= 0, "label must not be negative, got %s", label);
        require(index >= 0, "index must not be negative, got %s", index);
    }

    /** The first sample of a seed. */
    public Item(long label, long seed) {
        this(label, seed, 0);
    }

    /** The seed of the noise. */
    long noise() {
        return Seeds.derive(seed, index);
    }
}
