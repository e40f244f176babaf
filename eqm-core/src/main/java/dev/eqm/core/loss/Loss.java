package dev.eqm.core.loss;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.check.Identity;
import dev.eqm.core.path.Corruption;
import dev.eqm.core.schedule.Constant;
import dev.eqm.core.schedule.GradientSchedule;

/**
 * A training objective.
 *
 * <p><b>No Java numbers.</b> {@code d.mul(0.5f)}, {@code d.pow(2)} and DJL's own losses make the
 * gradient silently wrong, now and then, after a garbage collection. Operations between arrays are
 * safe; numbers go through {@link dev.eqm.core.kernel.Arithmetic}, and {@link
 * dev.eqm.core.kernel.Functions#meanSquare} is a mean square. A test with {@link
 * dev.eqm.core.kernel.GradientCheck} tells whether a loss is right.
 */
public interface Loss {
    /**
     * How wrong an answer is, with a graph if the thread records one. Reads nothing back from the
     * device: what is computed in Java, such as c(γ), begins with {@link Corruption#hostGamma}.
     *
     * @param answer the network's, at {@code batch.xGamma()}
     * @param batch what it was asked about, and what the target is made of
     * @return of the type of {@code batch.x()}, in the current scope
     */
    LossValue of(Prediction answer, Corruption batch);

    /** What this loss asks of the network's time input. */
    default TimeInput timeInput() {
        return TimeInput.ANY;
    }

    /**
     * c(γ) of the target (ε − x)·c(γ) that the network learns; 1 unless a loss says otherwise: that
     * of Flow Matching.
     */
    default GradientSchedule schedule() {
        return new Constant(1);
    }

    /**
     * Whether the loss of a batch is the mean of the losses of its images, so that a batch may be
     * computed in parts.
     */
    default boolean separable() {
        return true;
    }

    /**
     * A loss with a name as its identity, for a lambda; otherwise the same. Checkpoints hold the
     * name and a run goes on only with the same one, so a formula that changes needs another name.
     *
     * @param name of letters, digits, {@code . _ -}
     */
    static Loss named(String name, Loss loss) {
        require(loss != null, "loss must be a Loss, got %s", "null");
        return new NamedLoss(Identity.name(name), loss);
    }

    /** Whether the network must see γ. */
    enum TimeInput {
        /** Works with both kinds of network. */
        ANY,
        /** Only a time-conditional network can learn this target. */
        REQUIRED,
        /** The point of this loss is that the network does not know γ. */
        FORBIDDEN
    }
}
