package dev.eqm.core.random;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.Frozen;
import dev.eqm.core.testing.LeakCheck;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class NoiseTest {
    private static final Map<String, Frozen> TORCH =
            Frozen.read(NoiseTest.class, "manual_seed.txt");

    @Test
    void bitsAreThoseOfManualSeed(Arena arena) {
        long[] seeds = {0, 7, 8, 2147483653L, 4611686018427387915L};
        NDArray rows = Noise.normal(arena, seeds, new Shape(2, 3));
        assertThat(rows.getShape()).isEqualTo(new Shape(5, 2, 3));
        for (int i = 0; i < seeds.length; i++) {
            assertThat(rows.get(i).toFloatArray())
                    .as("seed %s", seeds[i])
                    .isEqualTo(TORCH.get("normal_" + seeds[i]).floats());
        }
        NDArray uniform = Noise.uniform(arena, new long[] {7, 8}, new Shape(2, 3));
        assertThat(uniform.get(0).toFloatArray()).isEqualTo(TORCH.get("uniform_7").floats());
        assertThat(uniform.get(1).toFloatArray()).isEqualTo(TORCH.get("uniform_8").floats());
    }

    /** From 16 numbers on, torch draws in blocks whose last bits depend on the processor. */
    @Test
    void longRowsAreThoseOfManualSeed(Arena arena) {
        NDArray row = Noise.normal(arena, new long[] {7}, new Shape(4, 5));
        assertClose(row, TORCH.get("normal_long_7").floats(), 1e-6, 1e-6);
    }

    @Test
    void rowsDependOnTheirOwnSeedAlone(Arena arena) {
        Shape image = new Shape(3, 8, 8);
        NDArray many = Noise.normal(arena, new long[] {5, 6, 7, 8}, image);
        NDArray reversed = Noise.normal(arena, new long[] {8, 6}, image);
        NDArray one = Noise.normal(arena, new long[] {6}, image);
        assertThat(many.get(1).toFloatArray()).isEqualTo(one.get(0).toFloatArray());
        assertThat(many.get(1).toFloatArray()).isEqualTo(reversed.get(1).toFloatArray());
        assertThat(many.get(3).toFloatArray()).isEqualTo(reversed.get(0).toFloatArray());
        assertThat(many.get(0).toFloatArray()).isNotEqualTo(many.get(1).toFloatArray());
    }

    @Test
    void hasTheRightMoments(Arena arena) {
        long[] seeds = LongStream.range(0, 1000).map(i -> Seeds.derive(1, i)).toArray();
        double[] normal = moments(Noise.normal(arena, seeds, new Shape(100)));
        assertThat(normal[0]).isBetween(-0.015, 0.015);
        assertThat(normal[1]).isBetween(0.98, 1.02);
        double[] uniform = moments(Noise.uniform(arena, seeds, new Shape(100)));
        assertThat(uniform[0]).isBetween(0.495, 0.505);
        assertThat(uniform[1]).isBetween(1 / 12. - 0.001, 1 / 12. + 0.001);
    }

    @Test
    void livesInTheArenaAndBelongsToTheScope(Arena arena) {
        assertThat(LeakCheck.openedBy(() -> Noise.normal(arena, new long[] {1}, new Shape(4))))
                .isEqualTo(1);
        assertThat(arena.openArrays()).isEqualTo(1);
        try (Scope scope = Scope.open()) {
            Noise.normal(arena, new long[] {1}, new Shape(4));
        }
        assertThat(arena.openArrays()).isEqualTo(1);
    }

    @Test
    void refusesNoSeedsAndNegativeOnes(Arena arena) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Noise.normal(arena, new long[0], new Shape(1)))
                .withMessageContaining("at least one seed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Noise.uniform(arena, new long[] {3, -4}, new Shape(1)))
                .withMessageContaining("[3, -4]");
    }

    /** Mean and variance. */
    private static double[] moments(NDArray array) {
        float[] values = array.toFloatArray();
        double mean = 0;
        double square = 0;
        for (float v : values) {
            mean += v;
            square += (double) v * v;
        }
        mean /= values.length;
        return new double[] {mean, square / values.length - mean * mean};
    }
}
