package dev.eqm.sample.generate;

import dev.eqm.sample.sampler.StopReason;

/** A generation run ended because a sample was no longer finite: says which, where and what now. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DivergedException(int firstOfBatch, StopReason reason) {
        super(
                "batch of samples from "
                        + firstOfBatch
                        + " on gives no pictures: "
                        + reason.describe());
    }
}
