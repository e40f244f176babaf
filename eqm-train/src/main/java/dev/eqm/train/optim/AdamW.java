package dev.eqm.train.optim;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDList;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.Parameters;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019), as PyTorch computes it.
 *
 * <p>w ← w − lr·wd·w; m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²; w ← w − lr·(m/(1−β₁ᵏ)) / (√(v/(1−β₂ᵏ))
 * + ε).
 *
 * @param learningRate lr
 * @param beta1 β₁
 * @param beta2 β₂
 * @param epsilon ε, added after the square root
 * @param weightDecay wd, on every trained parameter
 */
public record AdamW(
        double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {
    /** The published recipe (Table 9). */
    public static final AdamW DEFAULT = new AdamW(1e-4, 0.9, 0.999, 1e-8, 0);

    private static final Kernel KERNEL = Kernel.text(AdamW.class, "adamw.py");

    public AdamW {
        require(
                learningRate > 0 && learningRate < 1e6,
                "learningRate must be positive, got %s",
                learningRate);
        require(beta1 >= 0 && beta1 < 1, "beta1 must lie in [0, 1), got %s", beta1);
        require(beta2 >= 0 && beta2 < 1, "beta2 must lie in [0, 1), got %s", beta2);
        require(epsilon > 0 && epsilon < 1, "epsilon must lie in (0, 1), got %s", epsilon);
        require(
                weightDecay >= 0 && weightDecay < 1e6,
                "weightDecay must not be negative, got %s",
                weightDecay);
    }

    /** The compiled step for these hyper-parameters; make it once a run. */
    public Step compiled() {
        return new Step(
                this,
                KERNEL.with("BETA1", beta1)
                        .with("BETA2", beta2)
                        .with("EPSILON", epsilon)
                        .with("WEIGHT_DECAY", weightDecay));
    }

    /** One optimiser step over all tensors in one kernel call. */
    public record Step(AdamW settings, Kernel kernel) {
        /**
         * Moves the parameters and the moments in place.
         *
         * @param gradients one for each trained parameter, in order
         * @param rate the learning rate of this step
         */
        public void apply(Parameters parameters, NDList gradients, Moments moments, double rate) {
            try (GradMode off = GradMode.off();
                    Scope scope = Scope.open();
                    Arena host = Arena.cpu("learning rate")) {
                kernel.call("step")
                        .with(host.of(new double[] {rate}), moments.step())
                        .list(parameters.trainable())
                        .list(gradients)
                        .list(moments.first())
                        .list(moments.second())
                        .one();
            }
        }
    }
}
