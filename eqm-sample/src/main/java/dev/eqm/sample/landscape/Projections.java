package dev.eqm.sample.landscape;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Seeds;
import dev.eqm.sample.likelihood.Probe;

/**
 * Estimates of ‖J + Jᵀ‖² and ‖J − Jᵀ‖² (Frobenius) by random projections, Hutchinson's way: E ‖(J ±
 * Jᵀ)u‖² = ‖J ± Jᵀ‖² for probes u of independent signs.
 *
 * @param count probes for each state, drawn from the seed of the state
 */
public record Projections(int count) {
    private static final long STREAM = 0x1A5;

    public Projections {
        require(count >= 1, "probes must be at least 1, got %s", count);
    }

    /**
     * What the probes saw, means over them.
     *
     * @param symmetric of ‖(J + Jᵀ)u‖², for every state, [N]
     * @param antisymmetric of ‖(J − Jᵀ)u‖², [N]
     */
    public record Sums(double[] symmetric, double[] antisymmetric) {}

    /** Both for every state of a linearisation. */
    public Sums of(Linearisation jacobian, long[] seeds) {
        double[] symmetric = new double[seeds.length];
        double[] antisymmetric = new double[seeds.length];
        NDArray like = jacobian.gradient();
        for (int k = 0; k < count; k++) {
            try (Scope scope = Scope.open();
                    Arena arena = Arena.open(like.getDevice(), "probes")) {
                NDArray u = Probe.RADEMACHER.draw(arena, like, Seeds.derive(seeds, STREAM, k));
                NDArray forth = jacobian.product(u);
                NDArray back = jacobian.transposed(u);
                add(symmetric, forth.add(back));
                add(antisymmetric, forth.sub(back));
            }
        }
        return new Sums(symmetric, antisymmetric);
    }

    private void add(double[] means, NDArray projected) {
        double[] squares = RowNorms.squares(projected);
        for (int i = 0; i < means.length; i++) {
            means[i] += squares[i] / count;
        }
    }
}
