package dev.eqm.sample.evaluation.statistics;

import java.util.Arrays;

/**
 * A Fréchet distance, and what it would be without some of the pictures.
 *
 * @param value of all pictures
 * @param without each group in turn, [g]; empty where there are no groups, or too few pictures for
 *     them. Two sets whose pictures are in the same groups can be compared group by group
 */
public record GroupedDistance(double value, double[] without) {
    @Override
    public String toString() {
        return "GroupedDistance[value=%s, without=%s]".formatted(value, Arrays.toString(without));
    }
}
