package dev.eqm.sample.integrator;

/**
 * A step in time.
 *
 * @param number from 1
 * @param from t where it begins
 * @param to t where it ends
 */
public record TimeStep(int number, double from, double to) {
    /** h. */
    public double size() {
        return to - from;
    }
}
