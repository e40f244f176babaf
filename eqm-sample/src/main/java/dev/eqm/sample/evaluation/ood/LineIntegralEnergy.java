package dev.eqm.sample.evaluation.ood;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.oracle.GaussLegendre;

/**
 * The work along the straight way from a reference point, an energy for fields that cannot name
 * one: ∫₀¹ ⟨f(r + s(x − r)), x − r⟩ ds by Gauss–Legendre quadrature, summed in float64.
 *
 * <p>If the field is the gradient of an energy, this is E(x) − E(r) up to the error of the
 * quadrature; E(r) is the same for all images and does not change their order. A trained network's
 * field is not quite a gradient: then it is this way's work and no other's.
 *
 * @param reference r, the same for all images
 * @param nodes of the quadrature: so many evaluations of the field
 */
public record LineIntegralEnergy(Reference reference, int nodes) implements OodScore {
    private static final Kernel KERNEL = Kernel.text(LineIntegralEnergy.class, "ood.py");

    public LineIntegralEnergy {
        require(nodes >= 1 && nodes <= 1000, "nodes must lie in [1, 1000], got %s", nodes);
    }

    @Override
    public String name() {
        return "line-integral";
    }

    @Override
    public double[] of(Field field, NDArray x) {
        GaussLegendre rule = GaussLegendre.of(nodes);
        double[] sums = new double[Math.toIntExact(x.getShape().get(0))];
        try (Arena arena = Arena.open(x.getDevice(), "reference")) {
            NDArray r = reference.on(arena, x.getShape());
            for (int i = 0; i < nodes; i++) {
                try (Scope scope = Scope.open()) {
                    NDArray s = arena.of(new double[] {rule.node(i)});
                    NDArray f = field.gradient(KERNEL.call("between", x, r, s));
                    double[] work = KERNEL.call("along", f, x, r).toDoubleArray();
                    for (int row = 0; row < work.length; row++) {
                        sums[row] += rule.weight(i) * work[row];
                    }
                }
            }
        }
        return sums;
    }
}
