package dev.eqm.models.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.loss.Prediction;

/**
 * A forward pass that is going to be differentiated, once.
 *
 * <p>Its arrays belong to the scope in which it was made; {@link dev.eqm.core.kernel.GradMode}
 * stays on until {@link #gradients} is done.
 */
public interface TrainingPass {
    /** What the network said, with a graph from here to a loss. */
    Prediction answer();

    /**
     * d loss / d parameters.
     *
     * @param loss 0-d, computed from {@link #answer}
     * @return one for each trained parameter, in order, in the current scope
     */
    NDList gradients(NDArray loss);

    /** The usual one: the graph of the whole network is in memory. */
    static TrainingPass whole(Prediction answer, Parameters parameters) {
        return new Whole(answer, parameters);
    }

    /**
     * That pass.
     *
     * @param parameters of the network, whose trained ones the gradients are of
     */
    record Whole(Prediction answer, Parameters parameters) implements TrainingPass {
        @Override
        public NDList gradients(NDArray loss) {
            return Autograd.gradients(loss, parameters.trainable());
        }
    }
}
