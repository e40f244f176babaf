package dev.eqm.models.sit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.WeightSource;
import java.util.List;

/**
 * Modulations of adaLN layers that are not in memory, a third of the largest network: each layer is
 * read, applied and dropped. The numbers are those of {@link SiT#modulations} up to rounding.
 *
 * @param ends the kernel of {@code ends.py}
 * @param layers weight and bias of each layer in turn, the blocks' first
 */
record StoredModulations(Kernel ends, WeightSource source, List<ParameterSpec> layers) {
    static final String MARK = "adaLN_modulation.1.";

    StoredModulations {
        layers = List.copyOf(layers);
    }

    /** Whether a parameter is one of an adaLN layer. */
    static boolean isOne(ParameterSpec spec) {
        return spec.name().contains(MARK);
    }

    /**
     * All modulations.
     *
     * @param c [N, D]
     * @return owned by the caller's scope
     */
    Conditioning of(NDArray c) {
        NDList all = new NDList();
        try (Scope scope = Scope.open()) {
            for (int i = 0; i < layers.size(); i += 2) {
                try (Scope layer = Scope.open();
                        Arena arena = Arena.open(c.getDevice(), "one adaLN layer")) {
                    NDArray weight = source.read(arena, layers.get(i));
                    NDArray bias = source.read(arena, layers.get(i + 1));
                    NDList one = new NDList(weight, bias);
                    all.addAll(layer.keep(ends.call("modulations").with(c).list(one).all()));
                }
            }
            scope.keep(all);
        }
        return new Conditioning(all);
    }
}
