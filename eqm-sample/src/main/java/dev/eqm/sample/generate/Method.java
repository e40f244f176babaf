package dev.eqm.sample.generate;

import ai.djl.ndarray.NDArray;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.sample.guidance.Conditioner;
import dev.eqm.sample.sampler.SampleListener;
import dev.eqm.sample.sampler.SampleResult;

/**
 * How noise becomes samples: {@link DescendField} descends, {@link FollowVelocity} integrates,
 * {@link Inpainting} descends around known pixels. {@link Sampling#on} chooses; a method of one's
 * own needs no line anywhere.
 */
public interface Method {
    /**
     * Checks, before any work, that a network can be sampled so.
     *
     * @param conditioner has been checked already
     * @throws IllegalArgumentException with the rule that is broken
     */
    void requireFits(FieldModel model, Conditioner conditioner);

    /** Makes one batch of samples; results as {@link dev.eqm.sample.sampler.Sampler}'s. */
    SampleResult run(
            FieldModel model, Conditioner conditioner, Batch batch, SampleListener listener);

    /** How often a listener hears of a batch: the last number that {@code stepped} can have. */
    int reports();

    /** What its steps are called in reports. */
    default String stepWord() {
        return "updates";
    }

    /** Whether samples descend by an update rule; false: they follow a velocity to t = 1. */
    default boolean descends() {
        return true;
    }

    /**
     * What a batch starts from.
     *
     * @param first index of its first sample in the whole run
     * @param labels [N]
     * @param seeds of the samples' noise, [N]
     * @param states where they start, [N, C, H, W]
     */
    record Batch(int first, long[] labels, long[] seeds, NDArray states) {}
}
