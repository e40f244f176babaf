package dev.eqm.models.weights.torch;

import static dev.eqm.core.check.Check.broken;

import dev.eqm.core.store.DType;

/**
 * A storage of an archive, or a part of one.
 *
 * <p>A name and a place, no bytes: its archive reads them when a tensor asks.
 *
 * @param key its name in the archive
 * @param first the element of the whole storage where it begins
 * @param count elements
 */
record Storage(Archive archive, String key, DType dtype, long first, long count) {
    /**
     * Some of its elements, as the format before PyTorch 1.6 can name them.
     *
     * @param from its first element, counted from the first one here
     * @param size elements
     * @throws IllegalArgumentException if it does not have them
     */
    Storage part(long from, long size) {
        if (from < 0 || size < 0 || from > count || size > count - from) {
            throw broken(
                    "a view of %s elements from %s on exceeds %s of %s", size, from, this, count);
        }
        return new Storage(archive, key, dtype, first + from, size);
    }

    /** Whether both lie in one whole storage. */
    boolean sharesWith(Storage other) {
        return archive == other.archive && key.equals(other.key);
    }

    @Override
    public String toString() {
        return "storage " + Nodes.quoted(key);
    }
}
