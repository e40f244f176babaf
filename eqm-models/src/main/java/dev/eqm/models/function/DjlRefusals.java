package dev.eqm.models.function;

import static dev.eqm.core.check.Check.require;

import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Prelu;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.initializer.TruncatedNormalInitializer;
import java.util.Set;

/** Which layers of DJL a trained network must not have, and what to take instead. */
final class DjlRefusals {
    /** They multiply or compare with a Java number: see the page of core.kernel. Measured. */
    private static final Set<String> UNSAFE = Set.of("swish", "mish", "relu6");

    private DjlRefusals() {}

    /**
     * Looks at a block and at all inside it.
     *
     * @throws dev.eqm.core.check.BrokenRuleException naming the layer
     */
    static void check(String id, Block block) {
        require(
                !(block instanceof Dropout),
                "the block of %s must not contain Dropout: its random numbers come from libtorch's own generator, so that no run could be resumed exactly; leave it out",
                id);
        require(
                !(block instanceof Prelu),
                "the block of %s must not contain Prelu: DJL cannot compute it with PyTorch; take another activation",
                id);
        require(
                !(block instanceof LambdaBlock lambda) || !UNSAFE.contains(lambda.getName()),
                "the block of %s must not contain the activation %s: DJL frees a number that its gradient needs; take relu, gelu, tanh, sigmoid, elu, selu or a kernel",
                id,
                block instanceof LambdaBlock lambda ? lambda.getName() : "");
        for (Parameter p : block.getDirectParameters().values()) {
            boolean running =
                    p.getType() == Parameter.Type.RUNNING_MEAN
                            || p.getType() == Parameter.Type.RUNNING_VAR;
            require(
                    !running,
                    "the block of %s must not contain %s: its running averages change outside of the optimiser, and samples of one batch would see each other; take LayerNorm",
                    id,
                    block.getClass().getSimpleName());
            require(
                    !(p.getInitializer() instanceof TruncatedNormalInitializer),
                    "parameter %s of the block of %s must not be drawn by TruncatedNormalInitializer, which takes libtorch's own random numbers; take NormalInitializer",
                    p.getName(),
                    id);
        }
        block.getChildren().values().forEach(child -> check(id, child));
    }
}
