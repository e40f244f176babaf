package dev.eqm.run.reproduce.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RankCorrelationTest {
    private static final int ROUNDS = 1000;

    private static List<double[]> singles(double... values) {
        return Arrays.stream(values).mapToObj(v -> new double[] {v}).toList();
    }

    /** Ranks 1, 2, 3½, 5, 3½: Σ of products 8, Σ of squares 10 and 9½. */
    @Test
    void equalNumbersShareARank() {
        RankCorrelation found = RankCorrelation.of(singles(1, 2, 3, 4, 5), singles(5, 6, 7, 8, 7));
        assertThat(found.rho()).isCloseTo(8 / Math.sqrt(95), within(1e-12));
    }

    /** Of n! orders, two are as clear as a perfect one: itself and its reverse. */
    @Test
    void pIsTheShareOfPermutations() {
        RankCorrelation rising =
                RankCorrelation.of(singles(1, 2, 3, 4, 5), singles(3, 5, 8, 13, 21));
        assertThat(rising.rho()).isCloseTo(1, within(1e-12));
        assertThat(rising.p()).isCloseTo(2 / 120.0, within(1e-12));
        RankCorrelation falling = RankCorrelation.of(singles(1, 2, 3, 4), singles(9, 7, 5, 3));
        assertThat(falling.rho()).isCloseTo(-1, within(1e-12));
        assertThat(falling.p()).isCloseTo(2 / 24.0, within(1e-12));
        // of 3 arms: orders 132 and 213 have rho 0.5, 231 and 312 -0.5, 123 and 321 are +-1
        assertThat(RankCorrelation.of(singles(1, 2, 3), singles(1, 3, 2)).p()).isEqualTo(1);
        // many arms are drawn: none of 9999 is as clear as a perfect one
        double[] ten = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        assertThat(RankCorrelation.of(singles(ten), singles(ten)).p())
                .isCloseTo(1e-4, within(1e-12));
    }

    @Test
    void armsArePermutedWhole() {
        List<double[]> x = List.of(new double[] {1, 2}, new double[] {3, 4}, new double[] {5, 6});
        RankCorrelation found = RankCorrelation.of(x, x);
        assertThat(found.rho()).isCloseTo(1, within(1e-12));
        // reversed arms, whose seeds keep their order, have rho -0.83: of 3! orders one is as clear
        assertThat(found.p()).isCloseTo(1 / 6.0, within(1e-12));
    }

    @Test
    void whatDoesNotVaryHasNoCorrelation() {
        assertThat(RankCorrelation.of(singles(1, 1, 1), singles(1, 2, 3)).rho()).isNaN();
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                RankCorrelation.of(
                                        List.of(new double[1], new double[2]),
                                        List.of(new double[1], new double[1])))
                .withMessageContaining("same seeds");
    }

    /** Arms differ much and seeds little, as trainings do; the numbers have a relation or none. */
    private static double alarms(int arms, int seeds, double relation, boolean whole) {
        Random random = new Random(5);
        int alarms = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<double[]> x = new ArrayList<>();
            List<double[]> y = new ArrayList<>();
            for (int a = 0; a < arms; a++) {
                double one = random.nextGaussian();
                double other = relation * one + random.nextGaussian();
                double[] left = random.doubles(seeds).map(d -> one + d / 5).toArray();
                double[] right = random.doubles(seeds).map(d -> other + d / 5).toArray();
                if (whole) {
                    x.add(left);
                    y.add(right);
                } else {
                    x.addAll(singles(left));
                    y.addAll(singles(right));
                }
            }
            alarms += RankCorrelation.of(x, y).p() < 0.05 ? 1 : 0;
            if (!whole && round == 99) {
                return alarms / 100.0; // each draws 9999 permutations
            }
        }
        return alarms / (double) ROUNDS;
    }

    @Test
    void relationsAreFoundAndNoneAreInvented() {
        assertThat(alarms(6, 3, 0, true)).as("false alarms").isBetween(0.02, 0.065);
        assertThat(alarms(6, 3, 8, true)).as("planted relation").isGreaterThan(0.9);
        assertThat(alarms(6, 3, 0, false)).as("if seeds counted as arms").isGreaterThan(0.2);
    }
}
