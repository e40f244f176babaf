package dev.eqm.train.optim;

import ai.djl.ndarray.NDList;
import dev.eqm.models.nn.Init;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import java.util.List;

/**
 * How gradients move parameters: a record of hyper-parameters that never changes. What is
 * remembered from step to step is an {@link OptimizerState}, which checkpoints hold.
 *
 * <p>A gradient that is 0 in every step moves nothing, unless there is weight decay.
 */
public interface Optimizer {
    /**
     * What configurations and checkpoints call it. A run goes on only with an optimiser of the name
     * that it began with.
     */
    String name();

    /** The learning rate that a {@link RateSchedule} scales. */
    double learningRate();

    /**
     * What is remembered of one parameter beside the number of steps: float32 arrays of any shape,
     * which begin as their {@code init} says. Make them with {@link #zeros} if they have the
     * parameter's shape. Depends on name and shape alone.
     *
     * @return none, one or several; names must differ between parameters
     */
    List<ParameterSpec> memory(ParameterSpec parameter);

    /** What people call its memory, in estimates of what a run needs. */
    default String memoryName() {
        return name() + " state";
    }

    /** The compiled step for these hyper-parameters; made once a run. */
    Step compiled();

    /** One step over all parameters. */
    @FunctionalInterface
    interface Step {
        /**
         * Moves parameters and memory in place, without a graph, and counts the step ({@link
         * OptimizerState#step}). Gradients stay as they are.
         *
         * @param gradients one for each trained parameter, in order
         * @param state made for this optimiser and these parameters
         * @param rate the learning rate of this step
         */
        void apply(Parameters parameters, NDList gradients, OptimizerState state, double rate);
    }

    /** Memory in the shape of a parameter, 0 at first: {@code prefix.NAME}. */
    static ParameterSpec zeros(String prefix, ParameterSpec parameter) {
        String name = prefix + "." + parameter.name();
        return new ParameterSpec(name, parameter.shape(), new Init.Zeros(), false);
    }
}
