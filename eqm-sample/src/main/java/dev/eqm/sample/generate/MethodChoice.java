package dev.eqm.sample.generate;

/** Whether samples descend a field or follow a velocity. */
public enum MethodChoice {
    /** Integrate a network that sees time, descend any other. */
    AUTO,
    /** Descend by the update rule. */
    DESCEND,
    /** Follow −∇E by the integrator. */
    INTEGRATE
}
