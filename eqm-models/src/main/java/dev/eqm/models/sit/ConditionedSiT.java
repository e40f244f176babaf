package dev.eqm.models.sit;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.loss.Answer;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.FieldModel;

/**
 * The field of a network for fixed labels: only patches, blocks and last layer are left to compute.
 */
record ConditionedSiT(SiT network, Conditioning conditioning, Arena arena)
        implements FieldModel.Conditioned {
    @Override
    public NDArray gradient(NDArray x) {
        long rows = conditioning.last().getShape().get(0);
        if (x.getShape().get(0) != rows) {
            throw new IllegalArgumentException(
                    "conditioned on " + rows + " labels, got states " + x.getShape());
        }
        try (Scope scope = Scope.open()) {
            Answer answer = network.forward(x, conditioning);
            return scope.keep(answer.gradient());
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
