package dev.eqm.sample.sampler;

/** Watches a run: trajectories, curves and progress hang here. */
@FunctionalInterface
public interface SampleListener {
    /** Watches nothing. */
    SampleListener NONE = (number, step, norms) -> {};

    /**
     * After every update that stayed finite.
     *
     * @param number which update, from 1
     * @param step its arrays; they belong to the loop and close soon: copy what you keep
     * @param norms ‖∇E‖ of every sample, [N], as {@link Step#gradient} has it
     */
    void stepped(int number, Step step, double[] norms);
}
