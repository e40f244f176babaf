package dev.eqm.core.ranks;

import ai.djl.ndarray.NDList;
import java.util.function.BooleanSupplier;

/** One process without others: it waits for nobody, and a sum is what it was. */
public record Alone() implements Ranks {
    @Override
    public int rank() {
        return 0;
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public void sum(NDList arrays) {
        // a sum of one
    }

    @Override
    public byte[] gather(byte[] mine) {
        return mine.clone();
    }

    /** Does the work; what it throws goes on as it is. */
    @Override
    public boolean any(BooleanSupplier work) {
        return work.getAsBoolean();
    }

    @Override
    public void end() {
        // nobody to wait for
    }

    @Override
    public void close() {
        // nothing is held
    }
}
