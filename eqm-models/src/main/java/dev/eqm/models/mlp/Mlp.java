package dev.eqm.models.mlp;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.loss.Prediction;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.FixedField;
import dev.eqm.models.nn.Parameters;

/**
 * The network of {@link MlpConfig}: two kernel calls, one for labels and time, one for states.
 *
 * <p>Answers have the shape of x, [N, C, H, W]; the tokens of a {@link Prediction} are silu of the
 * last activations, [N, D]. Weights and residual stream are float32; with bfloat16 the products of
 * the hidden layers alone run on rounded copies.
 */
public final class Mlp implements FieldModel {
    private final MlpConfig config;
    private final Parameters parameters;
    private final Kernel kernel;
    private final NDList conditioning = new NDList();
    private final NDList layers = new NDList();

    /** Closes the parameters with itself. */
    Mlp(MlpConfig config, Precision precision, Parameters parameters) {
        this.config = config;
        this.parameters = parameters;
        this.kernel =
                Kernel.text(Mlp.class, "mlp.py")
                        .with("DEPTH", config.depth())
                        .with("BF16", precision == Precision.BFLOAT16)
                        .with("X_FREQUENCIES", config.frequencies())
                        .with("T_FREQUENCIES", MlpConfig.TIME_FREQUENCIES)
                        .with("TIME", config.timeConditional());
        conditioning.add(parameters.get("y_embedder.embedding_table.weight"));
        if (config.timeConditional()) {
            conditioning.addAll(parameters.layers("", "t_embedder"));
        }
        layers.addAll(parameters.layers("", "x_embedder"));
        for (int i = 0; i < config.depth(); i++) {
            layers.addAll(parameters.layers("layers.", String.valueOf(i)));
        }
        layers.addAll(parameters.layers("", "final_layer"));
    }

    /** What labels and time add to the first activations: int64 [N], [N] or [1] -> [N, D]. */
    private NDArray conditioning(NDArray labels, NDArray t) {
        return kernel.call("conditioning").with(labels, t).list(conditioning).one();
    }

    /** x [N, C, H, W], c [N, D]. */
    private Prediction forward(NDArray x, NDArray c) {
        NDList both = kernel.call("answer").with(x, c).list(layers).all();
        return new Prediction(both.get(0), both.get(1));
    }

    @Override
    public Prediction answer(NDArray x, NDArray gamma, NDArray labels) {
        try (Scope scope = Scope.open()) {
            Prediction answer = forward(x, conditioning(labels, gamma));
            return new Prediction(scope.keep(answer.gradient()), scope.keep(answer.tokens()));
        }
    }

    /** What is computed once is c, [N, D]; the weights are read from this network. */
    @Override
    public Conditioned condition(long[] labels, double[] times) {
        return FixedField.of(
                this,
                labels,
                times,
                (y, t) -> new NDList(conditioning(y, t)),
                (x, c) -> forward(x, c.head()).gradient());
    }

    @Override
    public MlpConfig architecture() {
        return config;
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
