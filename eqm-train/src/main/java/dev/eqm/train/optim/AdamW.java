package dev.eqm.train.optim;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.ParameterSpec;
import java.util.List;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019), as PyTorch computes it.
 *
 * <p>w ← w − lr·wd·w; m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²; w ← w − lr·(m/(1−β₁ᵏ)) / (√(v/(1−β₂ᵏ))
 * + ε).
 *
 * <p>Keeps m and v, {@code exp_avg.NAME} and {@code exp_avg_sq.NAME}: two numbers a number of the
 * parameters.
 *
 * @param learningRate lr
 * @param beta1 β₁
 * @param beta2 β₂
 * @param epsilon ε, added after the square root
 * @param weightDecay wd, on every trained parameter
 */
public record AdamW(
        double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
        implements Optimizer {
    /** The published recipe (Table 9). */
    public static final AdamW DEFAULT = new AdamW(1e-4, 0.9, 0.999, 1e-8, 0);

    /** What checkpoints that name no optimiser were made with. */
    public static final String NAME = "adamw";

    private static final String FIRST = "exp_avg";
    private static final String SECOND = "exp_avg_sq";
    private static final Kernel KERNEL = Kernel.text(AdamW.class, "adamw.py");

    public AdamW {
        require(
                learningRate > 0 && learningRate < 1e6,
                "learningRate must lie in (0, 1000000), got %s",
                learningRate);
        require(beta1 >= 0 && beta1 < 1, "beta1 must lie in [0, 1), got %s", beta1);
        require(beta2 >= 0 && beta2 < 1, "beta2 must lie in [0, 1), got %s", beta2);
        require(epsilon > 0 && epsilon < 1, "epsilon must lie in (0, 1), got %s", epsilon);
        require(
                weightDecay >= 0 && weightDecay < 1e6,
                "weightDecay must lie in [0, 1000000), got %s",
                weightDecay);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ParameterSpec> memory(ParameterSpec parameter) {
        return List.of(Optimizer.zeros(FIRST, parameter), Optimizer.zeros(SECOND, parameter));
    }

    @Override
    public String memoryName() {
        return "AdamW moments";
    }

    @Override
    public Step compiled() {
        Kernel kernel = kernel();
        return (parameters, gradients, state, rate) ->
                apply(kernel, ParameterShare.all(parameters, gradients), state, rate);
    }

    /** The text with these hyper-parameters. */
    Kernel kernel() {
        return KERNEL.with("BETA1", beta1)
                .with("BETA2", beta2)
                .with("EPSILON", epsilon)
                .with("WEIGHT_DECAY", weightDecay);
    }

    /** A step of all or some parameters, at least one, in one kernel call; counts it. */
    static void apply(Kernel kernel, ParameterShare moved, OptimizerState state, double rate) {
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open();
                Arena host = Arena.cpu("learning rate")) {
            kernel.call("step")
                    .with(host.of(new double[] {rate}), state.step())
                    .list(moved.arrays())
                    .list(moved.gradients())
                    .list(state.list(FIRST, moved.specs()))
                    .list(state.list(SECOND, moved.specs()))
                    .one();
        }
    }
}
