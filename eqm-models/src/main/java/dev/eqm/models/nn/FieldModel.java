package dev.eqm.models.nn;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.field.Field;
import dev.eqm.core.loss.Prediction;

/**
 * A network that answers with gradients ∇E, as training and sampling see it. The paper's sign:
 * answers point from data to noise.
 *
 * <p><b>No Java numbers.</b> A network of one's own is written with operations between arrays, with
 * kernels, and with {@link dev.eqm.core.kernel.Arithmetic} and {@link
 * dev.eqm.core.kernel.Functions}. {@code x.mul(0.5f)}, {@code x.pow(2)} and {@code
 * Activation.swish} make its gradients silently wrong, now and then, after a garbage collection. A
 * test with {@link dev.eqm.core.kernel.GradientCheck} tells whether it is right.
 */
public interface FieldModel extends AutoCloseable {
    /** The answer of {@link #samplingKernel} where sampling computes as training does. */
    String TRAINING_KERNEL = "training";

    /** Its arrays, which it owns. */
    Parameters parameters();

    /** What it is. */
    ModelArchitecture architecture();

    /** The shape of one sample, [C, H, W]. */
    default Shape sampleShape() {
        return architecture().sampleShape();
    }

    /** How many labels; the null label of guidance is this number. */
    default int classes() {
        return architecture().classes();
    }

    /** The probability with which training replaces a label by the null label. */
    default double labelDropout() {
        return architecture().labelDropout();
    }

    /** Whether the network sees γ. */
    default boolean timeConditional() {
        return architecture().timeConditional();
    }

    /**
     * What computes its fields, in a word: {@link #TRAINING_KERNEL} for the kernels that train it.
     * Another one gives the same numbers up to rounding.
     */
    default String samplingKernel() {
        return TRAINING_KERNEL;
    }

    /**
     * The answer for a training batch.
     *
     * @param x corrupted images, [N, C, H, W]
     * @param gamma [N]; ignored by a network that is not time-conditional
     * @param labels int64, [N], each in [0, classes]
     */
    Prediction answer(NDArray x, NDArray gamma, NDArray labels);

    /**
     * The answer for a training batch of a network that has randomness of its own, such as dropout;
     * {@link #answer} is without it.
     *
     * @param seeds one a sample: what is random about sample i is a function of {@code seeds[i]}
     *     alone
     */
    default Prediction trainingAnswer(NDArray x, NDArray gamma, NDArray labels, long[] seeds) {
        return answer(x, gamma, labels);
    }

    /** {@link #trainingAnswer} with the way to its gradients. */
    default TrainingPass trainingPass(NDArray x, NDArray gamma, NDArray labels, long[] seeds) {
        return TrainingPass.whole(trainingAnswer(x, gamma, labels, seeds), parameters());
    }

    /**
     * The same numbers and gradients in less memory and more time: activations inside the network's
     * blocks are forgotten, and computed again where the gradients need them.
     *
     * @throws UnsupportedOperationException unless the architecture {@linkplain
     *     ModelArchitecture#recomputes recomputes}
     */
    default TrainingPass recomputedPass(NDArray x, NDArray gamma, NDArray labels, long[] seeds) {
        throw new UnsupportedOperationException(
                "recompute works only for transformers (SiT) with an implicit energy, got "
                        + architecture()
                        + "; set recompute to false");
    }

    /**
     * The field for fixed labels: everything that depends on the labels alone is computed here,
     * once.
     *
     * @param labels one for each row that the field will see, each in [0, classes]
     */
    default Conditioned condition(long[] labels) {
        return condition(labels, 0);
    }

    /**
     * The field for fixed labels at a fixed time.
     *
     * @param time γ as a time-conditional network sees it; without effect on others
     */
    default Conditioned condition(long[] labels, double time) {
        return condition(labels, new double[] {time});
    }

    /**
     * The field for fixed labels, each row at a time of its own.
     *
     * @param times γ of each label, or a single one for all
     */
    Conditioned condition(long[] labels, double[] times);

    /** Checks that labels are classes or the null label. */
    static void requireLabels(long[] labels, int classes) {
        for (long label : labels) {
            require(
                    label >= 0 && label <= classes,
                    "label %s is not in [0, %s] (the last one is the null label)",
                    label,
                    classes);
        }
    }

    /** Checks that there is a time for every label, or one for all. */
    static void requireTimes(long[] labels, double[] times) {
        require(
                times.length == 1 || times.length == labels.length,
                "times must contain a single time, or one for each of the %s labels, got %s",
                labels.length,
                times.length);
    }

    @Override
    void close();

    /** A field for given labels; holds memory until closed. */
    interface Conditioned extends Field {
        /** Checks that there are as many states as labels. */
        static void requireRows(NDArray x, long rows) {
            require(
                    x.getShape().get(0) == rows,
                    "conditioned on %s labels, but got states %s",
                    rows,
                    x.getShape());
        }

        @Override
        Conditioned restricted(int[] rows);

        @Override
        void close();
    }
}
