package dev.eqm.sample.guidance;

import static dev.eqm.core.check.Check.require;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.field.Answers;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.FieldModel;

/**
 * Compositions as a field: every sample its own, all terms of all samples side by side in one
 * evaluation. Over explicit energies it knows its own, Σ wᵢ E(x | cᵢ). Closes the field of the rows
 * with itself.
 */
public final class Composed implements FieldModel.Conditioned {
    private final Field rows;
    private final Mixture mixture;
    private final Arena arena;
    private final NDArray sampleOf; // [R]
    private final NDArray slots; // [K, n]
    private final NDArray weights; // [K, n]

    /** Over a field that sees {@link Mixture#sampleOf} rows, each with its label. */
    Composed(Field rows, Mixture mixture, Device device) {
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
        int n = mixture.size();
        Shape states = x.getShape();
        require(states.get(0) == n, "compositions of %s samples, but got states %s", n, states);
        try (Scope scope = Scope.open()) {
            NDArray all = spread(x);
            return scope.keep(mixed(Answers.gradient(rows.gradient(all), all)));
        }
    }

    @Override
    public boolean knowsEnergy() {
        return rows.knowsEnergy();
    }

    /** Σ wᵢ E(x | cᵢ), [n], in one call of the network with R rows. */
    @Override
    public NDArray energy(NDArray x) {
        try (Scope scope = Scope.open()) {
            NDArray all = spread(x);
            return scope.keep(mixed(Answers.energy(rows.energy(all), all)));
        }
    }

    @Override
    public Point at(NDArray x) {
        try (Scope scope = Scope.open()) {
            NDArray all = spread(x);
            Point terms = Answers.point(rows.at(all), all);
            NDArray energy = scope.keep(mixed(terms.energy()));
            return new Point(energy, scope.keep(mixed(terms.gradient())));
        }
    }

    /** Each sample once for each of its terms: [n, ...] -> [R, ...]. */
    private NDArray spread(NDArray x) {
        return Arithmetic.rows(x, sampleOf);
    }

    /** [R, ...] -> [n, ...]. */
    private NDArray mixed(NDArray f) {
        return Guided.KERNEL.call("composed", f, slots, weights);
    }

    /** One for each term of the sample's composition. */
    @Override
    public int evaluationsOf(int row) {
        return mixture.samples().get(row).terms().size();
    }

    @Override
    public boolean isRestrictable() {
        return rows.isRestrictable();
    }

    @Override
    public Composed restricted(int[] samples) {
        Field some = rows.restricted(mixture.rowsOf(samples));
        return new Composed(some, mixture.restricted(samples), arena.device());
    }

    @Override
    public void close() {
        arena.close();
        rows.close();
    }
}
