package dev.eqm.train.optim;

/** How the learning rate changes over a run. */
public interface RateSchedule {
    /**
     * The learning rate of a step as a fraction of the optimiser's.
     *
     * @param step steps done before, from 0
     * @param steps how many the run does in all
     * @return above 0 or, at the floor, 0; at most 1
     */
    double at(long step, long steps);

    /** Whether another number of steps in all changes the rate of a step. */
    boolean dependsOnLength();

    /** Linear warm-up: 1/W, 2/W, ..., 1 over the first W steps, 1 from there on. */
    static double warmup(long step, long warmup) {
        return step < warmup ? (step + 1) / (double) warmup : 1;
    }
}
