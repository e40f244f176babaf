package dev.eqm.core.loss;

import dev.eqm.core.path.Corruption;

/** Noise-unconditional Flow Matching (eq. 2): E |f(x_γ) − (ε − x)|², the network does not see γ. */
public record UnconditionalFlowMatchingLoss() implements Loss {
    @Override
    public LossValue of(Prediction answer, Corruption batch) {
        return Matching.of(answer, batch, gamma -> 1);
    }

    @Override
    public TimeInput timeInput() {
        return TimeInput.FORBIDDEN;
    }
}
