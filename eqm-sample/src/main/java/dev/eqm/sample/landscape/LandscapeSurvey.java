package dev.eqm.sample.landscape;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.memory.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Measures a field at states: steepness, distance from being a gradient, local Lipschitz constants.
 * What is measured at a state depends on the state and its seed alone.
 *
 * @param projections how the Jacobian is probed
 * @param stretch how its largest stretch is looked for
 * @param batchSize states at a time: a matter of memory, not of results
 */
public record LandscapeSurvey(Projections projections, PowerIteration stretch, int batchSize) {
    public LandscapeSurvey {
        require(batchSize >= 1, "batchSize must be at least 1, got %s", batchSize);
    }

    /**
     * Measures at states of one kind.
     *
     * @param field as {@link Linearisation#of} needs it, of N rows; stays open
     * @param states [N, C, H, W]
     * @param seeds of the probes, one for each state
     */
    public LandscapePoint at(Field field, NDArray states, long[] seeds) {
        List<LandscapePoint> parts = new ArrayList<>();
        for (int first = 0; first < seeds.length; first += batchSize) {
            int end = Math.min(seeds.length, first + batchSize);
            parts.add(batch(field, states, seeds, IntStream.range(first, end).toArray()));
        }
        return LandscapePoint.joined(parts);
    }

    private LandscapePoint batch(Field field, NDArray states, long[] seeds, int[] rows) {
        long[] own = Arrays.stream(rows).mapToLong(i -> seeds[i]).toArray();
        Field some = rows.length == seeds.length ? field : field.restricted(rows);
        try (Scope scope = Scope.open()) {
            NDArray x = Arithmetic.rows(states, rows);
            Linearisation jacobian = Linearisation.of(some, x);
            double[] squares = RowNorms.squares(jacobian.gradient());
            double[] norms = Arrays.stream(squares).map(Math::sqrt).toArray();
            Projections.Sums probed = projections.of(jacobian, own);
            return new LandscapePoint(norms, probed, stretch.of(jacobian, own));
        } finally {
            if (some != field) {
                some.close();
            }
        }
    }
}
