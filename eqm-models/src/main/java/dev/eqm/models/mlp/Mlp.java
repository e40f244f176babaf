package dev.eqm.models.mlp;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.loss.Prediction;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.FieldModel;
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
    private final boolean ownsParameters;

    /**
     * @param ownsParameters whether {@link #close} closes them
     */
    Mlp(MlpConfig config, Precision precision, Parameters parameters, boolean ownsParameters) {
        this.config = config;
        this.parameters = parameters;
        this.ownsParameters = ownsParameters;
        this.kernel =
                Kernel.text(Mlp.class, "mlp.py")
                        .with("DEPTH", config.depth())
                        .with("BF16", precision == Precision.BFLOAT16)
                        .with("X_FREQUENCIES", config.frequencies())
                        .with("T_FREQUENCIES", MlpConfig.TIME_FREQUENCIES)
                        .with("TIME", config.timeConditional());
        conditioning.add(parameters.get("y_embedder.embedding_table.weight"));
        if (config.timeConditional()) {
            conditioning.addAll(parameters.get("t_embedder.", "weight", "bias"));
        }
        layers.addAll(parameters.get("x_embedder.", "weight", "bias"));
        for (int i = 0; i < config.depth(); i++) {
            layers.addAll(parameters.get("layers." + i + ".", "weight", "bias"));
        }
        layers.addAll(parameters.get("final_layer.", "weight", "bias"));
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

    /** Times in float32, [N] or [1]. */
    private static NDArray numbers(Arena arena, double[] times) {
        float[] values = new float[times.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) times[i];
        }
        return arena.of(values, values.length);
    }

    /** Owns c, [N, D], until it is closed; the weights are read from this network. */
    @Override
    public Conditioned condition(long[] labels, double[] times) {
        FieldModel.requireTimes(labels, times);
        FieldModel.requireLabels(labels, config.classes());
        Arena arena = Arena.open(parameters.device(), "conditioning");
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            NDArray c = conditioning(arena.of(labels, labels.length), numbers(arena, times));
            return new Fixed(this, arena.hold(c), arena);
        }
    }

    /** The field for fixed labels and time; c is [N, D]. */
    private record Fixed(Mlp network, NDArray c, Arena arena) implements Conditioned {
        /**
         * @throws IllegalArgumentException for another number of rows than there are labels
         */
        @Override
        public NDArray gradient(NDArray x) {
            long rows = c.getShape().get(0);
            Conditioned.requireRows(x, rows);
            try (Scope scope = Scope.open()) {
                return scope.keep(network.forward(x, c).gradient());
            }
        }

        /** A copy of those rows of c, which outlives this field. */
        @Override
        public Conditioned restricted(int[] rows) {
            Arena own = Arena.open(arena.device(), "conditioning");
            try (GradMode off = GradMode.off();
                    Scope scope = Scope.open()) {
                NDArray some = Arithmetic.rows(c, own.index(rows));
                return new Fixed(network, own.hold(some), own);
            }
        }

        @Override
        public void close() {
            arena.close();
        }
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
        if (ownsParameters) {
            parameters.close();
        }
    }
}
