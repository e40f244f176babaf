package dev.eqm.run.training;

import dev.eqm.run.RunFailedException;

/** A training whose loss or gradient stopped being finite, and whose settings do not skip that. */
public final class TrainingDivergedException extends RunFailedException {
    private static final long serialVersionUID = 1L;

    TrainingDivergedException(String message) {
        super(message);
    }
}
