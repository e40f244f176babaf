package dev.eqm.sample.sampler;

import dev.eqm.core.check.Brief;
import java.util.Arrays;

/**
 * What a run took. Steps, evaluations and calls are three things: a rule may look more than once in
 * a step, and one call of the network serves all rows of the batch.
 *
 * @param steps updates of every sample, [N]
 * @param rejected steps of every sample that were tried again smaller, [N]; 0 but for integrators
 *     that choose their steps
 * @param evaluations NFE: how often the field was evaluated for every sample, [N]
 * @param calls of the field, each with the rows that were still moving
 * @param atMaximum how many samples stopped without getting what the stop rule waits for
 */
public record Effort(int[] steps, int[] rejected, int[] evaluations, long calls, int atMaximum) {
    /** Rows that the field has evaluated: the sum of all NFE. */
    public long rows() {
        return Arrays.stream(evaluations).asLongStream().sum();
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
