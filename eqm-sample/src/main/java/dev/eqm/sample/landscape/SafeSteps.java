package dev.eqm.sample.landscape;

/**
 * Step sizes of gradient descent that follow from a Lipschitz constant L of ∇E, ‖∇E(x) − ∇E(y)‖ ≤
 * L‖x − y‖: E(x − η∇E) ≤ E(x) − η(1 − ηL/2)‖∇E‖².
 *
 * @param largest 2/L: below it no step raises the energy; on a quadratic bowl of largest curvature
 *     L, descent converges below it and not above
 * @param best 1/L: the largest η up to which a step is sure to lower the energy by η‖∇E‖²/2, what
 *     Statement 3's bound min‖∇E‖² ≤ 2(E₀ − E_inf)/(ηK) rests on
 */
public record SafeSteps(double lipschitz, double largest, double best) {
    /** For an L; without bound where the field is constant. */
    public static SafeSteps of(double lipschitz) {
        return new SafeSteps(lipschitz, 2 / lipschitz, 1 / lipschitz);
    }
}
