package dev.eqm.run.reproduce.measure;

import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.sample.generate.Sampling;
import java.util.Optional;

/**
 * What is measured of a trained model: a record of its settings, {@code kind} in an item's file.
 * Its text decides about cached results, so two measures of equal texts must give equal numbers.
 */
public interface Measure {
    /** What the number is called, such as {@code FMD}. */
    String title();

    /** What its own places are, such as {@code steps}; empty for a measure of one number. */
    default String places() {
        return "";
    }

    /**
     * Measures.
     *
     * @throws RuntimeException if the model and the measure do not fit; samples that diverge are a
     *     reading, not a failure
     */
    Readings of(Trial trial);

    /**
     * What real images have, of as many as there are samples; empty for a measure that says nothing
     * of real images.
     */
    default Optional<Readings> floor(Trial trial) {
        return Optional.empty();
    }

    /** Whether {@link #floor} answers something. */
    default boolean hasFloor() {
        return false;
    }

    /**
     * Evaluations of the network for all samples, an estimate for plans: guidance counts twice, the
     * gradient of an explicit energy not.
     */
    default double evaluations(Sampling sampling, ModelArchitecture network, int samples) {
        int each =
                sampling.integrates(network)
                        ? sampling.integrator().evaluationsPerStep().orElse(6)
                        : sampling.rule().evaluationsPerStep().orElse(2);
        double rows = sampling.guidance().needsNullLabel() ? 2 : 1;
        return (double) samples * sampling.steps() * each * rows;
    }
}
