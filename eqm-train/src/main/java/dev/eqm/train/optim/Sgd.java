package dev.eqm.train.optim;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.kernel.KernelCall;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.ParameterSpec;
import java.util.List;

/**
 * Gradient descent with momentum, as {@code torch.optim.SGD} computes it without dampening.
 *
 * <p>d = g + wd·w; b ← μb + d; w ← w − lr·b, with Nesterov w ← w − lr·(d + μb). b is 0 at first, so
 * the first step moves by the gradient itself. Weight decay goes through the momentum, unlike
 * {@link AdamW}'s; the learning rate stands outside of it, so that a new rate acts at once.
 *
 * <p>Keeps b, {@code momentum_buffer.NAME}, one number a number of the parameters; nothing with μ =
 * 0.
 *
 * @param learningRate lr
 * @param momentum μ
 * @param nesterov true: looks ahead along the momentum, which must not be 0
 * @param weightDecay wd, on every trained parameter
 */
public record Sgd(double learningRate, double momentum, boolean nesterov, double weightDecay)
        implements Optimizer {
    /** To start from: the usual momentum; the rate depends on the network. */
    public static final Sgd DEFAULT = new Sgd(0.01, 0.9, false, 0);

    private static final String BUFFER = "momentum_buffer";
    private static final Kernel KERNEL = Kernel.text(Sgd.class, "sgd.py");

    public Sgd {
        require(
                learningRate > 0 && learningRate < 1e6,
                "learningRate must lie in (0, 1000000), got %s",
                learningRate);
        require(momentum >= 0 && momentum < 1, "momentum must lie in [0, 1), got %s", momentum);
        require(
                !nesterov || momentum > 0,
                "nesterov needs a momentum above 0: set it to false, or momentum to 0.9, got %s",
                nesterov);
        require(
                weightDecay >= 0 && weightDecay < 1e6,
                "weightDecay must lie in [0, 1000000), got %s",
                weightDecay);
    }

    @Override
    public String name() {
        return "sgd";
    }

    @Override
    public List<ParameterSpec> memory(ParameterSpec parameter) {
        return momentum == 0 ? List.of() : List.of(Optimizer.zeros(BUFFER, parameter));
    }

    @Override
    public String memoryName() {
        return "SGD momentum";
    }

    @Override
    public Step compiled() {
        Kernel own =
                KERNEL.with("WEIGHT_DECAY", weightDecay)
                        .with("MOMENTUM", momentum)
                        .with("NESTEROV", nesterov);
        return (parameters, gradients, state, rate) ->
                apply(own, ParameterShare.all(parameters, gradients), state, rate);
    }

    private void apply(Kernel kernel, ParameterShare all, OptimizerState state, double rate) {
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open();
                Arena host = Arena.cpu("learning rate")) {
            KernelCall call =
                    kernel.call(momentum == 0 ? "plain" : "heavy")
                            .with(host.of(new double[] {rate}), state.step())
                            .list(all.arrays())
                            .list(all.gradients());
            if (momentum > 0) {
                call.list(state.list(BUFFER, all.specs()));
            }
            call.one();
        }
    }
}
