package dev.eqm.models.function;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.eqm.core.loss.Prediction;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.FixedField;
import dev.eqm.models.nn.Parameters;
import java.util.Arrays;

/**
 * The network of a {@link FunctionArchitecture}. The tokens of its predictions are its answers: a
 * function does not say what its last activations are.
 */
final class FunctionModel implements FieldModel {
    private final FunctionArchitecture architecture;
    private final Forward forward;
    private final Parameters parameters;

    /** Closes the parameters with itself. */
    FunctionModel(FunctionArchitecture architecture, Forward forward, Parameters parameters) {
        this.architecture = architecture;
        this.forward = forward;
        this.parameters = parameters;
    }

    /** f(x), checked; everything else is freed. */
    private NDArray forward(NDArray x, NDArray gamma, NDArray labels, boolean training) {
        try (Scope scope = Scope.open()) {
            Weights w = new Weights(parameters, x);
            NDArray f = forward.of(w, x, gamma, labels, training);
            boolean fits = f.getShape().equals(x.getShape()) && f.getDataType() == DataType.FLOAT32;
            require(
                    fits,
                    "the output of %s must be float32 and have the shape of its states, %s, got %s %s",
                    architecture.hyperparameters().kind(),
                    x.getShape(),
                    f.getDataType(),
                    f.getShape());
            return scope.keep(f == x ? f.duplicate() : f); // x is its owner's to free
        }
    }

    private Prediction prediction(NDArray x, NDArray gamma, NDArray labels, boolean training) {
        Inputs inputs = architecture.inputs();
        try (Scope scope = Scope.open()) {
            NDArray t = inputs.time() ? gamma : gamma.zerosLike();
            NDArray y = inputs.seesLabels() ? labels : labels.zerosLike();
            NDArray f = scope.keep(forward(x, t, y, training));
            return new Prediction(f, f);
        }
    }

    @Override
    public Prediction answer(NDArray x, NDArray gamma, NDArray labels) {
        return prediction(x, gamma, labels, false);
    }

    @Override
    public Prediction trainingAnswer(NDArray x, NDArray gamma, NDArray labels, long[] seeds) {
        return prediction(x, gamma, labels, true);
    }

    /** Nothing is computed once but the arrays of labels and times, one of each a row. */
    @Override
    public Conditioned condition(long[] labels, double[] times) {
        Inputs inputs = architecture.inputs();
        FieldModel.requireTimes(labels, times);
        FieldModel.requireLabels(labels, architecture.classes());
        long[] y = inputs.seesLabels() ? labels : new long[labels.length];
        double[] t = new double[labels.length];
        if (inputs.time() && times.length == 1) {
            Arrays.fill(t, times[0]);
        } else if (inputs.time()) {
            System.arraycopy(times, 0, t, 0, t.length);
        }
        return FixedField.of(
                this, y, t, NDList::new, (x, all) -> forward(x, all.get(1), all.get(0), false));
    }

    @Override
    public FunctionArchitecture architecture() {
        return architecture;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public void close() {
        parameters.close();
    }
}
