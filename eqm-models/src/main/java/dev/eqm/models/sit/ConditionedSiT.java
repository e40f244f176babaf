package dev.eqm.models.sit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.loss.Prediction;
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
        FieldModel.Conditioned.requireRows(x, rows);
        try (Scope scope = Scope.open()) {
            Prediction answer = network.forward(x, conditioning);
            return scope.keep(answer.gradient());
        }
    }

    @Override
    public FieldModel.Conditioned restricted(int[] rows) {
        Arena own = Arena.open(arena.device(), "conditioning");
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            NDArray index = own.index(rows);
            NDList some = new NDList();
            for (NDArray modulation : conditioning.modulations()) {
                some.add(own.hold(Arithmetic.rows(modulation, index)));
            }
            return new ConditionedSiT(network, new Conditioning(some), own);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
