package dev.eqm.sample.evaluation.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.sample.evaluation.feature.FeatureTable;
import dev.eqm.sample.evaluation.statistics.Estimate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class VendiScoreTest {
    /** Rows along axes, of any length: {@code axes[i]} is that of row i. */
    private static float[] along(int dimension, int... axes) {
        float[] rows = new float[dimension * axes.length];
        for (int i = 0; i < axes.length; i++) {
            rows[i * dimension + axes[i]] = 1 + i;
        }
        return rows;
    }

    private static double score(Arena arena, int dimension, int... axes) {
        return VendiScore.of(arena.of(along(dimension, axes), axes.length, dimension));
    }

    /** The eigenvalues are the shares of the axes, whether rows or dimensions are fewer. */
    @Test
    void isTheEffectiveNumberOfKinds(Arena arena) {
        assertThat(score(arena, 4, 2, 2, 2, 2, 2, 2)).isCloseTo(1, within(1e-9));
        assertThat(score(arena, 8, 0, 1, 2, 3, 4)).isCloseTo(5, within(1e-9));
        assertThat(score(arena, 3, 0, 1, 2, 0, 1, 2)).isCloseTo(3, within(1e-9));
        // shares 3/4 and 1/4
        double entropy = -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25));
        assertThat(score(arena, 2, 0, 0, 0, 1)).isCloseTo(Math.exp(entropy), within(1e-9));
        assertThat(score(arena, 9, 0, 0, 0, 1)).isCloseTo(Math.exp(entropy), within(1e-9));
    }

    /** Two unit vectors with cosine r: the eigenvalues of K/2 are (1 ± r)/2. */
    @Test
    void knowsAngles(Arena arena) {
        double r = 0.6;
        double low = (1 - r) / 2;
        double want = Math.exp(-low * Math.log(low) - (1 - low) * Math.log(1 - low));
        float[] rows = {1, 0, 5 * 0.6f, 5 * 0.8f};
        assertThat(VendiScore.of(arena.of(rows, 2, 2))).isCloseTo(want, within(1e-6));
    }

    @Test
    void hasAnIntervalWhereThereAreGroups(Arena arena) {
        int[] axes = new int[40];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = i * i % 7 % 3;
        }
        try (FeatureTable table = FeatureTable.of(along(3, axes), 40, arena.device())) {
            Estimate score = VendiScore.DEFAULT.of(table);
            assertThat(score.hasInterval()).isTrue();
            assertThat(score.low()).isLessThan(score.value());
            assertThat(new VendiScore(30).of(table).hasInterval()).isFalse();
        }
        assertThatThrownBy(() -> VendiScore.DEFAULT.requireEnough(1))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessageContaining("VENDI needs at least 2 images, got 1");
    }
}
