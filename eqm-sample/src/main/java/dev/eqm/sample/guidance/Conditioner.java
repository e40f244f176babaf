package dev.eqm.sample.guidance;

import dev.eqm.core.field.Field;
import dev.eqm.core.field.VelocityField;
import dev.eqm.models.nn.FieldModel;

/**
 * Which field the samples of a run see: a network, conditioned on their labels, alone or mixed with
 * others. {@link Guidance} is the usual one.
 */
public interface Conditioner {
    /**
     * Checks, before any work, that this can be made of a network.
     *
     * @throws IllegalArgumentException with the rule that is broken
     */
    void requireFits(FieldModel model);

    /**
     * The field of a batch, to be closed.
     *
     * @param first index of the batch's first sample in the whole run
     * @param labels one for each sample, each in [0, classes]
     */
    Field condition(FieldModel model, int first, long[] labels);

    /**
     * The velocity of a batch, to be closed: −∇E, conditioned on t = γ if the network sees time.
     */
    VelocityField velocity(FieldModel model, int first, long[] labels);
}
