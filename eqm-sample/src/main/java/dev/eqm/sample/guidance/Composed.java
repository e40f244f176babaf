package dev.eqm.sample.guidance;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.field.EnergyField;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.ConditionedEnergy;
import dev.eqm.models.nn.FieldModel;

/**
 * Compositions as a field: every sample its own, all terms of all samples side by side in one
 * evaluation. Over explicit energies it is one, Σ wᵢ E(x | cᵢ). Closes the field of the rows with
 * itself.
 */
public class Composed implements FieldModel.Conditioned {
    private final Field rows;
    private final Mixture mixture;
    private final Arena arena;
    private final NDArray sampleOf; // [R]
    private final NDArray slots; // [K, n]
    private final NDArray weights; // [K, n]

    /** Over a field that sees {@link Mixture#sampleOf} rows, each with its label. */
    static Composed of(Field rows, Mixture mixture, Device device) {
        return rows instanceof EnergyField energies
                ? new WithEnergy(energies, mixture, device)
                : new Composed(rows, mixture, device);
    }

    private Composed(Field rows, Mixture mixture, Device device) {
        this.rows = rows;
        this.mixture = mixture;
        this.arena = Arena.open(device, "composition");
        long width = mixture.width();
        this.sampleOf = arena.hold(arena.index(mixture.sampleOf()));
        this.slots = arena.hold(arena.of(mixture.slots(), width, mixture.size()));
        this.weights = arena.hold(arena.of(mixture.weights(), width, mixture.size()));
    }

    /** Σ wᵢ ∇E(x | cᵢ), [n, C, H, W], in one call of the network with R rows. */
    @Override
    public NDArray gradient(NDArray x) {
        if (x.getShape().get(0) != mixture.size()) {
            throw new BrokenRuleException(
                    "compositions of " + mixture.size() + " samples, got states " + x.getShape());
        }
        try (Scope scope = Scope.open()) {
            return scope.keep(mixed(rows.gradient(spread(x))));
        }
    }

    /** Each sample once for each of its terms: [n, ...] -> [R, ...]. */
    final NDArray spread(NDArray x) {
        return Arithmetic.rows(x, sampleOf);
    }

    /** [R, ...] -> [n, ...]. */
    final NDArray mixed(NDArray f) {
        return Guided.KERNEL.call("composed", f, slots, weights);
    }

    @Override
    public Composed restricted(int[] samples) {
        Field some = rows.restricted(mixture.rowsOf(samples));
        return of(some, mixture.restricted(samples), arena.device());
    }

    @Override
    public void close() {
        arena.close();
        rows.close();
    }

    private static final class WithEnergy extends Composed implements ConditionedEnergy {
        private final EnergyField energies;

        private WithEnergy(EnergyField energies, Mixture mixture, Device device) {
            super(energies, mixture, device);
            this.energies = energies;
        }

        @Override
        public NDArray energy(NDArray x) {
            try (Scope scope = Scope.open()) {
                return scope.keep(mixed(energies.energy(spread(x))));
            }
        }

        @Override
        public Point at(NDArray x) {
            try (Scope scope = Scope.open()) {
                Point rows = energies.at(spread(x));
                NDArray energy = scope.keep(mixed(rows.energy()));
                return new Point(energy, scope.keep(mixed(rows.gradient())));
            }
        }

        @Override
        public WithEnergy restricted(int[] samples) {
            return (WithEnergy) super.restricted(samples);
        }
    }
}
