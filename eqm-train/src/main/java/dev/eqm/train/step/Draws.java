package dev.eqm.train.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.random.Noise;
import dev.eqm.core.random.Seeds;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** Everything random in a step, as a function of (seed, step). */
record Draws(long seed, long step) {
    private static final long GAMMA = 1;
    private static final long EPS = 2;
    private static final long DROPOUT = 3;
    private static final long NETWORK = 4;

    /** γ in [0, 1), [N]. */
    float[] gamma(int n, GammaDraw how) {
        return how.draw(n, Seeds.generator(seed, GAMMA, step));
    }

    /** ε standard normal, [N, C, H, W], from one generator. */
    NDArray eps(Arena arena, Shape batch) {
        return Noise.normal(arena, new long[] {Seeds.derive(seed, EPS, step)}, batch).squeeze(0);
    }

    /** One seed a sample [from, to) of the batch, of what is random inside the network. */
    long[] network(int from, int to) {
        return LongStream.range(from, to).map(i -> Seeds.derive(seed, NETWORK, step, i)).toArray();
    }

    /**
     * Labels, each replaced by {@code nullLabel} with probability p.
     *
     * @param labels of the samples of the batch from {@code from} on
     */
    long[] labels(int[] labels, int from, double p, int nullLabel) {
        SplittableRandom random = Seeds.generator(seed, DROPOUT, step);
        for (int i = 0; i < from; i++) {
            double unused = random.nextDouble(); // of the samples before
        }
        long[] kept = new long[labels.length];
        for (int i = 0; i < labels.length; i++) {
            kept[i] = random.nextDouble() < p ? nullLabel : labels[i];
        }
        return kept;
    }
}
