package dev.eqm.models.nn;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.device.Precision;
import java.util.List;
import java.util.Map;

/**
 * Which network to build: everything but its weights. A record of numbers that validates itself;
 * two that are equal build the same network.
 *
 * <p>Training, checkpoints and sampling know networks by this face alone.
 */
public interface ModelArchitecture {
    /** Its numbers by name, as a model file's metadata holds them. */
    Hyperparameters hyperparameters();

    /** Every parameter, in stored order; nothing large is allocated. */
    List<ParameterSpec> specs();

    /**
     * The network over given parameters, which someone else closes: the average of a training run,
     * say.
     *
     * @param parameters those of {@link #specs}
     */
    default FieldModel over(Precision precision, Parameters parameters) {
        return build(precision, parameters.borrowed());
    }

    /** The network over given parameters, which it closes with itself. */
    FieldModel build(Precision precision, Parameters parameters);

    /**
     * The network over given parameters, which someone else closes, with an answer that can be
     * differentiated twice: by the states, and that gradient by the parameters. What explicit
     * energies need; the answers are those of {@link #over} up to rounding.
     */
    default FieldModel twiceDifferentiable(Precision precision, Parameters parameters) {
        return over(precision, parameters);
    }

    /**
     * The network for sampling alone: it may leave weights in the source that are seldom needed.
     *
     * @param source of {@link #specs}; the network closes it, or it is closed here
     */
    default FieldModel forSampling(Precision precision, Device device, WeightSource source) {
        try (source) {
            return built(precision, Parameters.frozen(device, specs(), source::shared));
        }
    }

    /** {@link #build} that leaves nothing behind if it refuses. */
    default FieldModel built(Precision precision, Parameters parameters) {
        try {
            return build(precision, parameters);
        } catch (RuntimeException e) {
            parameters.close();
            throw e;
        }
    }

    /** A freshly initialised network; a pure function of the seed. */
    default FieldModel fresh(Precision precision, Device device, long seed) {
        return built(precision, Parameters.initialised(device, specs(), seed));
    }

    /**
     * The same layers, as few of them as possible: timing it compares precisions as the whole
     * network would.
     */
    default ModelArchitecture shallow() {
        return this;
    }

    /** Whether it can be built for a precision. */
    default boolean supports(Precision precision) {
        return true;
    }

    /** Whether its blocks can be computed again for their gradients instead of being kept. */
    default boolean recomputes() {
        return false;
    }

    /** The shape of one sample, [C, H, W]. */
    Shape sampleShape();

    /** How many labels; the null label of guidance is this number. */
    int classes();

    /** The probability with which training replaces a label by the null label. */
    double labelDropout();

    /** Whether the network sees γ. */
    boolean timeConditional();

    /** Multiply-accumulates of one forward pass of one sample, by part. */
    Map<String, Long> macs();

    /** For people: a word and what is to be said under it, in reading order. */
    Map<String, String> describe();
}
