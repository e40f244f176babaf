package dev.eqm.models.function;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireWithin;

/**
 * What a network sees beside the states x. What is not named here is zeros for it, in training as
 * in sampling.
 *
 * @param classes how many labels it tells apart, each in [0, classes); guidance asks it with the
 *     null label, which is this number. 0: it sees no labels
 * @param labelDropout the probability with which training replaces a label by the null label; more
 *     than 0 if guidance is wanted
 * @param time whether it sees γ
 */
public record Inputs(int classes, double labelDropout, boolean time) {
    /** The states alone: a time-free network without labels. */
    public static final Inputs STATES = new Inputs(0, 0, false);

    public Inputs {
        require(classes >= 0, "classes must be at least 0, got %s", classes);
        requireWithin("labelDropout", labelDropout, 0, 1);
        require(
                classes > 0 || labelDropout == 0,
                "labelDropout must be 0 for a network without labels, got %s",
                labelDropout);
    }

    /** States and labels. */
    public static Inputs labels(int classes, double labelDropout) {
        require(classes >= 1, "classes must be at least 1, got %s", classes);
        return new Inputs(classes, labelDropout, false);
    }

    /** The same, and γ. */
    public Inputs andTime() {
        return new Inputs(classes, labelDropout, true);
    }

    /** Whether it sees labels. */
    public boolean seesLabels() {
        return classes > 0;
    }
}
