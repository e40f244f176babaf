package dev.eqm.train.optim;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.ParameterSpec;
import java.util.List;

/**
 * Momentum, orthogonalised by Newton–Schulz (Jordan et al. 2024, {@code
 * kellerjordan.github.io/posts/muon}): each step of a hidden matrix has about equal singular
 * values, whatever the gradient's.
 *
 * <p>b ← βb + (1−β)g; m = b, with Nesterov m = (1−β)g + βb; X₀ = m/(‖m‖ + 10⁻⁷), then five times X
 * ← aX + (bXXᵀ + c(XXᵀ)²)X with (a, b, c) = (3.4445, −4.7750, 2.0315); w ← w − lr·wd·w − lr·√max(1,
 * R/C)·X, where the weight is seen as [R, C]: outputs by everything else, a convolution [O, C, h,
 * w] as [O, C·h·w]. The five steps are taken on XXᵀ of the shorter side, which costs half as much:
 * all factors are polynomials of the first XXᵀ.
 *
 * <p>Who moves how, decided by shape and name: weights of two or more dimensions by Muon; vectors
 * (biases, norms) and whatever begins with a name of {@code adamWFor} by AdamW, as its authors do
 * with embeddings and the last layer. A query-key-value weight is one matrix. Both rates follow the
 * {@link RateSchedule}.
 *
 * <p>Keeps b, {@code momentum_buffer.NAME}, of a matrix: half of what AdamW keeps; of the others
 * AdamW's moments.
 *
 * <p>Deviation: float32 throughout, where the published code iterates in bfloat16: losses,
 * reductions and optimisers are float32 here, and the matrices of small networks gain nothing.
 *
 * <p>Deviation: R/C of a convolution is that of the matrix which is orthogonalised; the published
 * code takes height/width of its kernel, which is 1.
 *
 * @param learningRate lr, about the spectral norm of a step
 * @param momentum β
 * @param nesterov true: as published
 * @param weightDecay wd, of the matrices
 * @param adamWFor beginnings of names; the default holds the first and last layers and the
 *     embeddings of all networks that come with eqm, so a network of your own needs its own
 * @param adamW for these and all vectors
 */
public record Muon(
        double learningRate,
        double momentum,
        boolean nesterov,
        double weightDecay,
        List<String> adamWFor,
        AdamW adamW)
        implements Optimizer {
    /** The published values. */
    public static final Muon DEFAULT =
            new Muon(
                    0.02,
                    0.95,
                    true,
                    0,
                    List.of(
                            "x_embedder.", // transformers and the plane's network
                            "t_embedder.",
                            "y_embedder.",
                            "final_layer.",
                            "input_blocks.0.", // the U-Net
                            "time_embed.",
                            "label_emb.",
                            "out."),
                    new AdamW(3e-4, 0.9, 0.95, 1e-10, 0));

    private static final String BUFFER = "momentum_buffer";

    /** Numbers of matrices that are iterated together: 16 MB. */
    private static final long GROUP = 1 << 22;

    private static final Kernel KERNEL = Kernel.text(Muon.class, "muon.py");

    public Muon {
        requireGiven("adamWFor", adamWFor, "adamW", adamW);
        require(
                learningRate > 0 && learningRate < 1e6,
                "learningRate must lie in (0, 1000000), got %s",
                learningRate);
        require(momentum >= 0 && momentum < 1, "momentum must lie in [0, 1), got %s", momentum);
        require(
                weightDecay >= 0 && weightDecay < 1e6,
                "weightDecay must lie in [0, 1000000), got %s",
                weightDecay);
        adamWFor = List.copyOf(adamWFor);
        require(
                adamWFor.stream().noneMatch(String::isBlank),
                "adamWFor must contain prefixes of parameter names, got %s",
                adamWFor);
    }

    @Override
    public String name() {
        return "muon";
    }

    /** Whether a parameter is orthogonalised rather than left to AdamW. */
    public boolean orthogonalises(ParameterSpec parameter) {
        return parameter.shape().dimension() >= 2
                && adamWFor.stream().noneMatch(parameter.name()::startsWith);
    }

    @Override
    public List<ParameterSpec> memory(ParameterSpec parameter) {
        return orthogonalises(parameter)
                ? List.of(Optimizer.zeros(BUFFER, parameter))
                : adamW.memory(parameter);
    }

    @Override
    public String memoryName() {
        return "Muon momentum, AdamW moments";
    }

    @Override
    public Step compiled() {
        Kernel own =
                KERNEL.with("MOMENTUM", momentum)
                        .with("ONE_MINUS_MOMENTUM", 1 - momentum)
                        .with("NESTEROV", nesterov)
                        .with("WEIGHT_DECAY", weightDecay);
        Kernel moments = adamW.kernel();
        return (parameters, gradients, state, rate) -> {
            ParameterShare matrices =
                    ParameterShare.of(parameters, gradients, this::orthogonalises);
            ParameterShare others =
                    ParameterShare.of(parameters, gradients, spec -> !orthogonalises(spec));
            apply(own, matrices, others.isEmpty(), state, rate);
            if (!others.isEmpty()) { // counts the step
                double its = adamW.learningRate() * (rate / learningRate);
                AdamW.apply(moments, others, state, its);
            }
        };
    }

    private static void apply(
            Kernel kernel,
            ParameterShare matrices,
            boolean counts,
            OptimizerState state,
            double rate) {
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open();
                Arena host = Arena.cpu("learning rate")) {
            NDArray now = host.of(new double[] {rate});
            for (ParameterShare group : matrices.byShape(GROUP)) {
                kernel.call("step")
                        .with(now)
                        .list(group.arrays())
                        .list(group.gradients())
                        .list(state.list(BUFFER, group.specs()))
                        .one();
            }
            if (counts) {
                kernel.call("count", now, state.step());
            }
        }
    }
}
