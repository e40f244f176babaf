package dev.eqm.sample.landscape;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a survey found at states of one kind.
 *
 * @param norms ‖∇E‖ of every state, [N]
 * @param projections what probes saw of every state's Jacobian
 * @param stretches ‖J‖₂ of every state, [N]: local Lipschitz constants
 */
public record Site(double[] norms, Projections.Sums projections, double[] stretches) {
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
    static Site joined(List<Site> parts) {
        return new Site(
                all(parts, Site::norms),
                new Projections.Sums(
                        all(parts, s -> s.projections.symmetric()),
                        all(parts, s -> s.projections.antisymmetric())),
                all(parts, Site::stretches));
    }

    private static double[] all(List<Site> parts, Function<Site, double[]> of) {
        return Stream.of(parts.toArray(Site[]::new))
                .flatMapToDouble(s -> Arrays.stream(of.apply(s)))
                .toArray();
    }
}
