package dev.eqm.run.reproduce.work;

/**
 * What two CPU cores multiply in a second, for plans and for the first minutes of a reproduction;
 * from then on what was measured counts. 2 FLOPs a multiply-accumulate, as {@code run.plan} counts.
 */
public final class Speeds {
    /**
     * Of trainings: 1,700 steps of fashion-mnist.yaml with 56 images take 3 min 40 s with AVX-512
     * and bfloat16, and more than twice as long with AVX2 (configs/RUNS.md); between both.
     */
    public static final double TRAINING = 80e9;

    /** Of samples, scores included: assumed to be as fast. */
    public static final double SAMPLING = 80e9;

    private Speeds() {}
}
