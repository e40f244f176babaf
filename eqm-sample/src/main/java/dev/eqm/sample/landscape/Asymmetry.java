package dev.eqm.sample.landscape;

import dev.eqm.sample.evaluation.statistics.Estimate;

/**
 * How far a field is from being the gradient of an energy: ‖J − Jᵀ‖/‖J + Jᵀ‖ = ‖A‖/‖S‖, Frobenius
 * norms over all states. 0 for a gradient, whose Jacobian is a Hessian; 1 where half of the
 * Jacobian's squared norm turns instead of falling; without bound for a pure rotation.
 *
 * @param ratio ‖A‖/‖S‖; its standard error has both the probes and the choice of states in it
 * @param share ‖A‖²/‖J‖² in [0, 1]: the part of the Jacobian that no energy has
 */
public record Asymmetry(Estimate ratio, double share) {
    /** From what probes saw at states. */
    public static Asymmetry of(Projections.Sums sums) {
        double symmetric = 0;
        double antisymmetric = 0;
        for (int i = 0; i < sums.symmetric().length; i++) {
            symmetric += sums.symmetric()[i];
            antisymmetric += sums.antisymmetric()[i];
        }
        double all = symmetric + antisymmetric;
        return new Asymmetry(
                Estimate.rootOfRatio(sums.antisymmetric(), sums.symmetric()),
                all == 0 ? 0 : antisymmetric / all);
    }
}
