package dev.eqm.core.loss;

import dev.eqm.core.path.Corruption;

/**
 * Flow Matching (eq. 1): E |f(x_γ, γ) − (ε − x)|². The velocity of the paper is v = −f: one sign
 * for every network.
 */
public record FlowMatchingLoss() implements Loss {
    @Override
    public LossValue of(Prediction answer, Corruption batch) {
        return Matching.of(answer, batch, gamma -> 1);
    }

    @Override
    public TimeInput timeInput() {
        return TimeInput.REQUIRED;
    }
}
