package dev.eqm.sample.integrator;

/**
 * How much noise an SDE sampler adds at time t: w(t), the diffusion forms of SiT for the linear
 * path, each with a norm c. Whatever w is, the marginals are the same; only the discretisation
 * errors differ: more noise forgets the errors of earlier steps, and needs smaller steps itself.
 *
 * <p>The names are those of {@code diffusion_form} in the published code of SiT, whose sigma_t is 1
 * − t on the linear path.
 */
public enum DiffusionForm {
    /** w = c. */
    CONSTANT,
    /** w = c(1 − t)/t, that of score-based models; infinite at t = 0, so runs begin at 0.001. */
    SBDM,
    /** w = c(1 − t), the noise level of the path. */
    SIGMA,
    /** w = c(1 − t): the same as {@link #SIGMA} on the linear path, under its published name. */
    LINEAR,
    /** w = (c·cos πt + 1)²/4. */
    DECREASING,
    /** w = c·sin² πt. */
    INCREASING_DECREASING;

    /** w(t) for a norm c. */
    public double at(double t, double c) {
        return switch (this) {
            case CONSTANT -> c;
            case SBDM -> c * (1 - t) / t;
            case SIGMA, LINEAR -> c * (1 - t);
            case DECREASING -> 0.25 * Math.pow(c * Math.cos(Math.PI * t) + 1, 2);
            case INCREASING_DECREASING -> c * Math.pow(Math.sin(Math.PI * t), 2);
        };
    }

    /** Where a run begins. */
    double start() {
        return this == SBDM ? 1e-3 : 0;
    }
}
