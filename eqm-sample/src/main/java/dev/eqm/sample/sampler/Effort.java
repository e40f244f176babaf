package dev.eqm.sample.sampler;

import dev.eqm.core.check.Brief;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * What a run took. Steps, evaluations and calls are three things: a rule may look more than once in
 * a step, and one call of the network serves all rows of the batch.
 *
 * @param steps updates of every sample, [N]
 * @param rejected steps of every sample that were tried again smaller, [N]; 0 but for integrators
 *     that choose their steps
 * @param evaluations NFE: network evaluations of every sample, [N]; two for each guided answer
 * @param calls of the field, each with the rows that were still moving
 * @param atMaximum how many samples stopped without getting what the stop rule waits for
 */
public record Effort(int[] steps, int[] rejected, int[] evaluations, long calls, int atMaximum) {
    /** What several batches took, their samples one behind the other. */
    public static Effort joined(List<Effort> parts) {
        return new Effort(
                all(parts, Effort::steps),
                all(parts, Effort::rejected),
                all(parts, Effort::evaluations),
                parts.stream().mapToLong(Effort::calls).sum(),
                parts.stream().mapToInt(Effort::atMaximum).sum());
    }

    private static int[] all(List<Effort> parts, Function<Effort, int[]> of) {
        return parts.stream().map(of).flatMapToInt(Arrays::stream).toArray();
    }

    /** Network evaluations of all samples together: the sum of all NFE. */
    public long rows() {
        return Arrays.stream(evaluations).asLongStream().sum();
    }

    /** Mean number of network evaluations of a sample; 0 of no samples. */
    public double meanEvaluations() {
        return Arrays.stream(evaluations).average().orElse(0);
    }

    @Override
    public String toString() {
        return "Effort[steps=%s, rejected=%s, evaluations=%s, calls=%s, atMaximum=%s]"
                .formatted(
                        Brief.of(steps),
                        Brief.of(rejected),
                        Brief.of(evaluations),
                        calls,
                        atMaximum);
    }
}
