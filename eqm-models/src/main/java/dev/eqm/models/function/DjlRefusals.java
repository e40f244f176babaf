package dev.eqm.models.function;

import static dev.eqm.core.check.Check.require;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.transformer.ScaledDotProductAttentionBlock;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.TruncatedNormalInitializer;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import java.util.Set;

/** Which layers of DJL a trained network must not have, and what to take instead. */
final class DjlRefusals {
    /**
     * Their gradients need a Java number that DJL has freed: see the page of core.kernel. Found by
     * measuring all of DJL's layers, as {@code DjlLayersTest} does.
     */
    private static final Set<String> UNSAFE = Set.of("Swish", "ReLU6");

    /** So many that even a dropout of one in a thousand shows. */
    private static final int PROBE = 1 << 16;

    private DjlRefusals() {}

    /** Before anything is drawn: how parameters would start. */
    static void checkInitialisers(String id, Block block) {
        for (Parameter p : block.getParameters().values()) {
            require(
                    !(p.getInitializer() instanceof TruncatedNormalInitializer),
                    "parameter %s of the block of %s must not be drawn by "
                            + "TruncatedNormalInitializer, which uses libtorch's own random numbers; use "
                            + "NormalInitializer",
                    p.getName(),
                    id);
        }
    }

    /**
     * Looks at a block and at all inside it.
     *
     * @param block initialised: some blocks make their layers only then
     * @throws dev.eqm.core.check.BrokenRuleException naming the layer
     */
    static void checkLayers(String id, Block block) {
        require(
                !(block instanceof Dropout dropout) || !drops(dropout),
                "the block of %s must not contain Dropout with a rate above 0: its random numbers come from "
                        + "libtorch's own generator, so that no run could be resumed exactly; remove it, or set the rate to 0",
                id);
        require(
                !(block instanceof ScaledDotProductAttentionBlock),
                "the block of %s must not contain DJL's attention: it frees a number that its gradient needs; write attention as a kernel (torch.scaled_dot_product_attention) in Networks.of",
                id);
        String activation = block instanceof LambdaBlock lambda ? lambda.getName() : "";
        require(
                !UNSAFE.contains(activation),
                "the block of %s must not contain the activation %s: DJL frees a number "
                        + "that its gradient needs; use relu, gelu, elu, selu, tanh or sigmoid, "
                        + "or Functions.silu of dev.eqm.core.kernel in a LambdaBlock",
                id,
                activation);
        for (Parameter p : block.getDirectParameters().values()) {
            boolean running =
                    p.getType() == Parameter.Type.RUNNING_MEAN
                            || p.getType() == Parameter.Type.RUNNING_VAR;
            require(
                    !running,
                    "the block of %s must not contain %s: its running averages change outside of the "
                            + "optimiser, and the samples of a batch would influence each other; use LayerNorm",
                    id,
                    block.getClass().getSimpleName());
        }
        block.getChildren().values().forEach(child -> checkLayers(id, child));
    }

    /** DJL does not tell the rate, but shows it. */
    private static boolean drops(Dropout dropout) {
        try (Arena arena = Arena.open(Device.cpu(), "dropout");
                GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            NDArray ones = arena.full(1, PROBE);
            NDList out = dropout.forward(new ParameterStore(), new NDList(ones), true);
            return !out.head().contentEquals(ones);
        }
    }
}
