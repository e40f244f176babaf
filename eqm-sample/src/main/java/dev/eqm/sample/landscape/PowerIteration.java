package dev.eqm.sample.landscape;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Noise;
import dev.eqm.core.random.Seeds;

/**
 * ‖J‖₂, the largest stretch of a Jacobian, by power iteration on JᵀJ: u ← JᵀJu/‖JᵀJu‖, σ = ‖Ju‖. It
 * grows towards the largest singular value and never exceeds it, so what a run of finite length
 * gives is a lower bound. For the Hessian of an energy σ is the largest |eigenvalue|.
 *
 * @param most iterations; two products each
 * @param tolerance it ends as soon as no state's σ has grown by more than this share
 */
public record PowerIteration(int most, double tolerance) {
    /** 100 iterations at most, to one in a thousand. */
    public static final PowerIteration DEFAULT = new PowerIteration(100, 1e-3);

    private static final long STREAM = 0x9013;

    public PowerIteration {
        require(most >= 1, "iterations must be at least 1, got %s", most);
        require(tolerance >= 0 && tolerance < 1, "tolerance must lie in [0, 1), got %s", tolerance);
    }

    /**
     * The largest stretch at every state.
     *
     * @param seeds of the first directions, one for each state
     * @return [N]
     */
    public double[] of(Linearisation jacobian, long[] seeds) {
        double[] sigma = new double[seeds.length];
        try (Scope scope = Scope.open();
                Arena arena = Arena.open(jacobian.gradient().getDevice(), "directions")) {
            NDArray u = RowNorms.directions(first(arena, jacobian, seeds));
            for (int k = 0; k < most; k++) {
                double[] before = sigma;
                NDArray stretched = jacobian.product(u);
                sigma = RowNorms.squares(stretched);
                boolean done = true;
                for (int i = 0; i < sigma.length; i++) {
                    sigma[i] = Math.sqrt(sigma[i]);
                    done &= sigma[i] - before[i] <= tolerance * sigma[i];
                }
                if (done) {
                    return sigma;
                }
                NDArray back = scope.replace(stretched, jacobian.transposed(stretched));
                u = scope.replace(u, RowNorms.directions(back));
                scope.replace(back, u);
            }
        }
        return sigma;
    }

    private static NDArray first(Arena arena, Linearisation jacobian, long[] seeds) {
        long[] own = Seeds.derive(seeds, STREAM);
        NDArray like = jacobian.gradient();
        return Noise.normal(arena, own, like.getShape().slice(1)).toType(like.getDataType(), true);
    }
}
