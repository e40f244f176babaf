package dev.eqm.core.schedule;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.eqm.core.testing.Frozen;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GradientSchedulesTest {
    private static final Map<String, Frozen> PUBLISHED =
            Frozen.read(GradientSchedulesTest.class, "published.txt");

    static Stream<Arguments> examples() {
        return GradientSchedules.examples().entrySet().stream()
                .map(e -> Arguments.of(e.getKey(), e.getValue()));
    }

    static Stream<Arguments> formulas() {
        return Stream.of(
                Arguments.of("linear_lambda4_f64", new LinearDecay(4)),
                Arguments.of("truncated_a0.5_lambda4_f64", new TruncatedDecay(0.5, 4)),
                Arguments.of("truncated_a0.8_lambda4_f64", new TruncatedDecay(0.8, 4)),
                Arguments.of("truncated_a0.9_lambda4_f64", new TruncatedDecay(0.9, 4)),
                Arguments.of("piecewise_a0.8_b0.8_lambda4_f64", new PiecewiseDecay(0.8, 0.8, 4)),
                Arguments.of("piecewise_a0.8_b1.4_lambda4_f64", new PiecewiseDecay(0.8, 1.4, 4)));
    }

    @ParameterizedTest
    @MethodSource("formulas")
    void equalsThePaper(String name, GradientSchedule schedule) {
        double[] got = along(schedule, PUBLISHED.get("g_f64").values());
        assertClose(got, PUBLISHED.get(name).values(), 1e-12, 0);
    }

    @Test
    void truncatedEqualsThePublishedCode() {
        double[] got = along(new TruncatedDecay(0.8, 4), PUBLISHED.get("t").values());
        assertClose(got, PUBLISHED.get("official_ct").values(), 2e-6, 1e-5);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isFiniteAndNotNegativeAndRepeatable(String name, GradientSchedule schedule) {
        for (int i = 0; i <= 10_000; i++) {
            double c = schedule.at(i / 1e4);
            assertThat(c).as("%s at %s", name, i / 1e4).isBetween(0.0, 1e3);
            assertThat(schedule.at(i / 1e4)).isEqualTo(c);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void vanishesAtTheDataUnlessItIsFlowMatching(String name, GradientSchedule schedule) {
        if (schedule instanceof Constant) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> GradientSchedules.requireEquilibrium(schedule))
                    .withMessageContaining("c(1) = 1.0, but must be 0")
                    .withMessageContaining("Flow Matching");
        } else {
            assertThat(schedule.at(1)).isEqualTo(0);
            assertThat(GradientSchedules.requireEquilibrium(schedule)).isSameAs(schedule);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void printsItsNumbers(String name, GradientSchedule schedule) {
        assertThat(schedule.toString())
                .contains(schedule.getClass().getSimpleName())
                .contains("lambda=");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 0.8, 0.80001, 1})
    void piecewiseWithLevelStartIsTruncated(double gamma) {
        double c = new PiecewiseDecay(0.8, 1, 3).at(gamma);
        assertThat(c).isEqualTo(new TruncatedDecay(0.8, 3).at(gamma));
    }

    @Test
    void truncatedFromZeroIsLinear() {
        assertThat(new TruncatedDecay(0, 2).at(0.25)).isEqualTo(new LinearDecay(2).at(0.25));
    }

    @Test
    void aUsersOwnScheduleIsALambda() {
        GradientSchedule cosine = gamma -> 2 * (1 + Math.cos(Math.PI * gamma));
        assertThat(GradientSchedules.requireEquilibrium(cosine)).isSameAs(cosine);
    }

    @Test
    void negativeAndNonFiniteSchedulesAreNamedWithTheirGamma() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GradientSchedules.requireEquilibrium(g -> 0.5 - g))
                .withMessageContaining("c(0.501)")
                .withMessageContaining("not negative");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GradientSchedules.requireEquilibrium(g -> 1 / g - 1))
                .withMessageContaining("c(0.0) = Infinity");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GradientSchedules.requireEquilibrium(g -> Double.NaN));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void lambdaMustBePositive(double lambda) {
        refuses("lambda must be positive and finite, got " + lambda, () -> new Constant(lambda));
        refuses("lambda must be positive and finite, got " + lambda, () -> new LinearDecay(lambda));
        refuses(
                "lambda must be positive and finite, got " + lambda,
                () -> new TruncatedDecay(0.5, lambda));
        refuses(
                "lambda must be positive and finite, got " + lambda,
                () -> new PiecewiseDecay(0.5, 1, lambda));
    }

    @ParameterizedTest
    @CsvSource({"-0.1", "1.0", "1.5", "NaN"})
    void kneeMustLieInside(double a) {
        refuses("a must lie in [0, 1), got " + a, () -> new TruncatedDecay(a, 4));
        refuses("a must lie in (0, 1), got " + a, () -> new PiecewiseDecay(a, 1, 4));
    }

    @Test
    void limitsOfTheRanges() {
        assertThatCode(() -> new TruncatedDecay(0, 4)).doesNotThrowAnyException();
        assertThatCode(() -> new PiecewiseDecay(0.5, 0, 4)).doesNotThrowAnyException();
        refuses("a must lie in (0, 1), got 0.0", () -> new PiecewiseDecay(0, 1, 4));
        refuses(
                "b must be finite and not negative, got -0.5",
                () -> new PiecewiseDecay(0.5, -0.5, 4));
    }

    private static void refuses(String message, ThrowingCallable construction) {
        assertThatIllegalArgumentException().isThrownBy(construction).withMessage(message);
    }

    private static double[] along(GradientSchedule schedule, double[] gammas) {
        return Arrays.stream(gammas).map(schedule::at).toArray();
    }

    /** The formulas go on outside of the path, to negative magnitudes even. */
    @ParameterizedTest
    @MethodSource("examples")
    void refusesGammaOutsideThePath(String name, GradientSchedule schedule) {
        for (double bad : new double[] {-1e-9, 1 + 1e-9, 2, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> schedule.at(bad))
                    .withMessage("gamma must lie in [0, 1] (0 is noise, 1 is data), got " + bad);
        }
    }
}
