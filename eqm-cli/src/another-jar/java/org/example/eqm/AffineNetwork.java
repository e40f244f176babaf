package org.example.eqm;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.loss.Prediction;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.Parameters;

/** The network of {@link AffineConfig}. */
final class AffineNetwork implements FieldModel {
    private final AffineConfig config;
    private final Parameters parameters;
    private final boolean ownsParameters;

    AffineNetwork(AffineConfig config, Parameters parameters, boolean ownsParameters) {
        this.config = config;
        this.parameters = parameters;
        this.ownsParameters = ownsParameters;
    }

    /** w ∘ x + b, [N, C, H, W]. */
    private NDArray forward(NDArray x) {
        try (Scope scope = Scope.open()) {
            return scope.keep(x.mul(parameters.get("w")).add(parameters.get("b")));
        }
    }

    @Override
    public Prediction answer(NDArray x, NDArray gamma, NDArray labels) {
        NDArray f = forward(x);
        return new Prediction(f, f);
    }

    @Override
    public Conditioned condition(long[] labels, double[] times) {
        FieldModel.requireTimes(labels, times);
        FieldModel.requireLabels(labels, config.classes());
        return new Fixed(this, labels.length);
    }

    private record Fixed(AffineNetwork network, int rows) implements Conditioned {
        @Override
        public NDArray gradient(NDArray x) {
            Conditioned.requireRows(x, rows);
            return network.forward(x);
        }

        @Override
        public Conditioned restricted(int[] some) {
            return new Fixed(network, some.length);
        }

        @Override
        public void close() {
            // holds nothing of its own
        }
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public ModelArchitecture architecture() {
        return config;
    }

    @Override
    public void close() {
        if (ownsParameters) {
            parameters.close();
        }
    }
}
