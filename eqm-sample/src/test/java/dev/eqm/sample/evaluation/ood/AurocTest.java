package dev.eqm.sample.evaluation.ood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AurocTest {
    private static final double[] IN = {1, 2, 3, 4};

    private static double[] scores(int n, IntUnaryOperator score, int divisor) {
        double[] all = new double[n];
        Arrays.setAll(all, i -> Math.floorDiv(score.applyAsInt(i), divisor)); // ties
        return all;
    }

    private static double[] in(int n, int divisor) {
        return scores(n, i -> i * 37 % 101, divisor);
    }

    private static double[] out(int m, int divisor) {
        return scores(m, i -> i * 53 % 97 + 20, divisor);
    }

    /** Columns 4 to 7 are what scikit-learn answers for the same scores. */
    @ParameterizedTest
    @CsvSource({
        "60, 45, 1, 0.6425925925925926, 0.6117748158954884, 0.7321970905064205, 0.7833333333333333, 82",
        "60, 45, 10, 0.643888888888889, 0.5933093403509921, 0.7200591089781065, 0.8, 13",
        "7, 90, 3, 0.7563492063492063, 0.9728239553954973, 0.47119595175622336, 0.5714285714285714, 36",
        "200, 30, 25, 0.6154166666666667, 0.2518559100132315, 0.9034650514013629, 1.0, 6"
    })
    void equalsScikitLearn(
            int n,
            int m,
            int divisor,
            double auroc,
            double out,
            double in,
            double fpr,
            int points) {
        double[] a = in(n, divisor);
        double[] b = out(m, divisor);
        assertThat(Auroc.of(a, b)).isCloseTo(auroc, within(1e-14));
        assertThat(AveragePrecision.ofOut(a, b)).isCloseTo(out, within(1e-14));
        assertThat(AveragePrecision.ofIn(a, b)).isCloseTo(in, within(1e-14));
        assertThat(FalsePositiveRate.at(0.95, a, b)).isCloseTo(fpr, within(1e-14));
        RocCurve curve = RocCurve.of(a, b);
        assertThat(curve.area()).isCloseTo(auroc, within(1e-14));
        assertThat(curve.falsePositives()).hasSize(points).isSorted();
        assertThat(curve.truePositives()).startsWith(0).endsWith(1);
    }

    /** The twin: all pairs. */
    @Test
    void isTheProbabilityOfARightOrder() {
        Random random = new Random(5);
        for (int round = 0; round < 20; round++) {
            double[] a = random.ints(17, 0, 9).asDoubleStream().toArray();
            double[] b = random.ints(11, 2, 12).asDoubleStream().toArray();
            double wins = 0;
            for (double x : a) {
                for (double y : b) {
                    wins += y > x ? 1 : y == x ? 0.5 : 0;
                }
            }
            assertThat(Auroc.of(a, b)).isCloseTo(wins / (17 * 11), within(1e-14));
            assertThat(Auroc.of(b, a)).isCloseTo(1 - wins / (17 * 11), within(1e-14));
        }
    }

    @Test
    void knownAnswers() {
        double[] above = {5, 6};
        double[] below = {-1, 0};
        double[] same = {7, 7};
        assertThat(Auroc.of(IN, above)).isEqualTo(1);
        assertThat(Auroc.of(IN, below)).isZero();
        assertThat(Auroc.of(same, same)).isEqualTo(0.5);
        assertThat(Auroc.of(new double[] {0.0}, new double[] {-0.0})).isEqualTo(0.5);
        assertThat(AveragePrecision.ofOut(IN, above)).isEqualTo(1);
        assertThat(AveragePrecision.ofIn(IN, above)).isEqualTo(1);
        assertThat(AveragePrecision.ofOut(IN, below)).isCloseTo((0.2 + 2 / 6.0) / 2, within(1e-15));
        assertThat(AveragePrecision.ofOut(new double[] {7, 7, 7}, new double[] {7}))
                .isEqualTo(0.25);
        assertThat(FalsePositiveRate.at(0.95, IN, above)).isZero();
        assertThat(FalsePositiveRate.at(0.95, IN, below)).isEqualTo(1);
        assertThat(FalsePositiveRate.at(0.5, IN, new double[] {3.5, 0})).isEqualTo(0.25);
    }

    @Test
    void refusesWhatHasNoOrder() {
        double[] nan = {1, Double.NaN};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Auroc.of(IN, nan))
                .withMessageContaining("scores must be numbers, got NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Auroc.of(IN, new double[0]))
                .withMessageContaining("each set needs at least one score");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FalsePositiveRate.at(0, IN, IN))
                .withMessageContaining("(0, 1]");
    }
}
