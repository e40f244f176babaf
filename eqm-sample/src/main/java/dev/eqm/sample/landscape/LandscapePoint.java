package dev.eqm.sample.landscape;

import dev.eqm.sample.evaluation.statistics.Estimate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * What was measured at states of one kind: at data, at noise, at one step of a descent.
 *
 * @param norms ‖∇E‖ of every state, [N]
 * @param projections what probes saw of every state's Jacobian
 * @param stretches ‖J‖₂ of every state, [N]: local Lipschitz constants
 */
public record LandscapePoint(double[] norms, Projections.Sums projections, double[] stretches) {
    /** How many states. */
    public int states() {
        return norms.length;
    }

    /** Mean gradient norm. */
    public Estimate norm() {
        return Estimate.mean(norms);
    }

    /** Distance from being a gradient, over all states. */
    public Asymmetry asymmetry() {
        return Asymmetry.of(projections);
    }

    /** The largest local Lipschitz constant that was found: a lower bound of the field's. */
    public double lipschitz() {
        return Arrays.stream(stretches).max().orElse(0);
    }

    /** All states of several batches. */
    static LandscapePoint joined(List<LandscapePoint> parts) {
        return new LandscapePoint(
                all(parts, LandscapePoint::norms),
                new Projections.Sums(
                        all(parts, p -> p.projections.symmetric()),
                        all(parts, p -> p.projections.antisymmetric())),
                all(parts, LandscapePoint::stretches));
    }

    private static double[] all(List<LandscapePoint> parts, Function<LandscapePoint, double[]> of) {
        return parts.stream().map(of).flatMapToDouble(Arrays::stream).toArray();
    }
}
