package dev.eqm.core.store.torch;

import dev.eqm.core.store.DType;

/**
 * A storage of an archive.
 *
 * @param count elements
 */
record Storage(Records records, ZipRecord record, DType dtype, long count) {
    @Override
    public String toString() {
        return "storage " + record.name();
    }
}
