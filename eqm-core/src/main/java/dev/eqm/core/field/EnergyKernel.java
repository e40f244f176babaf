package dev.eqm.core.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Scope;

/** The sums that energies are made of. */
final class EnergyKernel {
    private static final Kernel KERNEL = Kernel.text(EnergyKernel.class, "energy.py");

    private EnergyKernel() {}

    /** ⟨x, f⟩ of every sample, [N]. */
    static NDArray dot(NDArray x, NDArray f) {
        return KERNEL.call("dot", x, f);
    }

    /** s‖f‖² of every sample, [N]. */
    static NDArray squares(NDArray f, double s) {
        try (Scope scope = Scope.open()) {
            NDArray factor =
                    f.getManager().full(new Shape(), (float) s, f.getDataType(), f.getDevice());
            return scope.keep(KERNEL.call("squares", f, factor));
        }
    }
}
