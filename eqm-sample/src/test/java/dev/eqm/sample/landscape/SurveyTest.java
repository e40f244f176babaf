package dev.eqm.sample.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.sample.output.FrameSteps;
import dev.eqm.sample.sampler.GradientDescent;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class SurveyTest {
    private static final PowerIteration LONG = new PowerIteration(500, 1e-12);

    private static double[] stretches(Field field, NDArray states, PowerIteration how) {
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            int n = (int) states.getShape().get(0);
            return how.of(Linearisation.of(field, states), Matrices.seeds(n));
        }
    }

    @Test
    void theLargestCurvatureOfAKnownSpectrum(Arena arena) {
        Field field = Matrices.linear(arena, Matrices.diagonal(1, -7, 3, 0.1));
        for (double found : stretches(field, Matrices.states(arena, 3, 4), LONG)) {
            assertThat(found).isCloseTo(7, within(1e-9)).isLessThan(7 + 1e-9);
        }
        double[] rough = stretches(field, Matrices.states(arena, 3, 4), PowerIteration.DEFAULT);
        assertThat(Arrays.stream(rough)).allMatch(s -> s > 6.9 && s < 7 + 1e-9);
    }

    /** Its eigenvalues are 1; what it does to vectors is another matter. */
    @Test
    void aShearStretchesMoreThanItsEigenvalues(Arena arena) {
        Field shear = Matrices.linear(arena, new double[] {1, 100, 0, 1});
        double want = 50 + Math.sqrt(2501);
        for (double found : stretches(shear, Matrices.states(arena, 2, 2), LONG)) {
            assertThat(found).isCloseTo(want, within(1e-6));
        }
    }

    @Test
    void aConstantSlopeHasNoStretch(Arena arena) {
        Field flat = Matrices.linear(arena, new double[4]);
        assertThat(stretches(flat, Matrices.states(arena, 2, 2), LONG)).containsExactly(0, 0);
        assertThat(SafeSteps.of(0).largest()).isInfinite();
    }

    /** E = Σ sᵢ‖x‖²/2, every state with a curvature of its own. */
    private record Bowls(Arena arena, double[] s) implements Field {
        @Override
        public boolean knowsEnergy() {
            return true;
        }

        @Override
        public NDArray energy(NDArray x) {
            NDArray half = arena.of(Arrays.stream(s).map(v -> v / 2).toArray(), s.length);
            return x.mul(x).sum(new int[] {1, 2, 3}).mul(half);
        }

        @Override
        public NDArray gradient(NDArray x) {
            return x.mul(arena.of(s, s.length, 1, 1, 1));
        }

        @Override
        public Bowls restricted(int[] rows) {
            return new Bowls(arena, IntStream.of(rows).mapToDouble(i -> s[i]).toArray());
        }
    }

    @Test
    void statesDoNotKnowEachOther(Arena arena) {
        Bowls field = new Bowls(arena, new double[] {1, 5, 2});
        NDArray x = Matrices.states(arena, 3, 4);
        double[] seen = null;
        for (int batch : new int[] {1, 2, 3, 8}) {
            try (GradMode off = GradMode.off();
                    Scope scope = Scope.open()) {
                LandscapePoint point =
                        new LandscapeSurvey(new Projections(2), LONG, batch)
                                .at(field, x, Matrices.seeds(3));
                assertThat(point.states()).isEqualTo(3);
                assertThat(point.stretches()).containsExactly(new double[] {1, 5, 2}, within(1e-9));
                assertThat(point.lipschitz()).isCloseTo(5, within(1e-9));
                assertThat(point.asymmetry().ratio().value()).isZero();
                seen = seen == null ? point.norms() : seen;
                assertThat(point.norms()).containsExactly(seen, within(1e-12));
            }
        }
        double[] own = Arrays.copyOfRange(x.toDoubleArray(), 4, 8);
        double norm = 5 * Math.sqrt(Arrays.stream(own).map(v -> v * v).sum());
        assertThat(seen[1]).isCloseTo(norm, within(1e-12));
    }

    /** On a quadratic 2/L is the edge, and 1/L lowers the energy by η/2‖∇E‖². */
    @Test
    void safeStepsAreSafeAndLargerOnesAreNot(Arena arena) {
        Bowls field = new Bowls(arena, new double[] {4, 1, 2});
        NDArray x = Matrices.states(arena, 3, 4);
        SafeSteps safe;
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            LandscapePoint point =
                    new LandscapeSurvey(new Projections(1), LONG, 8)
                            .at(field, x, Matrices.seeds(3));
            safe = SafeSteps.of(point.lipschitz());
        }
        assertThat(safe.largest()).isCloseTo(0.5, within(1e-9));
        assertThat(safe.best()).isCloseTo(0.25, within(1e-9));
        EnergyFalls below = EnergyFalls.of(field, x, 0.99 * safe.largest(), 20);
        assertThat(below.rises()).isZero();
        assertThat(below.steps()).isEqualTo(20);
        assertThat(below.last()).isLessThan(below.first());
        EnergyFalls above = EnergyFalls.of(field, x, 1.01 * safe.largest(), 20);
        assertThat(above.rises()).isEqualTo(20); // the steepest bowl, in every step
        assertThat(above.rising()).isEqualTo(1);
        assertThat(above.largestRise()).isPositive();
        EnergyFalls once = EnergyFalls.of(field, x, safe.best(), 1);
        try (Scope scope = Scope.open()) {
            double squares = Arrays.stream(RowNorms.squares(field.gradient(x))).sum();
            assertThat(3 * (once.first() - once.last()))
                    .isGreaterThanOrEqualTo(safe.best() / 2 * squares * (1 - 1e-12));
        }
    }

    @Test
    void anOverflowIsTold(Arena arena) {
        Bowls field = new Bowls(arena, new double[] {1e100});
        EnergyFalls f = EnergyFalls.of(field, Matrices.states(arena, 1, 2), 1, 5);
        assertThat(f.finite()).isFalse();
        assertThat(f.steps()).isLessThan(5);
    }

    @Test
    void pathsAreThoseOfTheSampler(Arena arena) {
        Field field = x -> Arithmetic.scale(x, 2);
        NDArray x = Matrices.states(arena, 2, 3);
        Sampler gd = new Sampler(new GradientDescent(0.1), new StopRule.MaxSteps(4));
        Map<Integer, NDArray> path =
                DescentPath.of(
                        arena, gd, field, x, Matrices.seeds(2), new FrameSteps(List.of(0, 2, 4)));
        assertThat(path.keySet()).containsExactly(0, 2, 4);
        double[] start = x.toDoubleArray();
        path.forEach(
                (k, states) -> {
                    double[] got = states.toDoubleArray();
                    for (int i = 0; i < got.length; i++) {
                        assertThat(got[i]).isCloseTo(Math.pow(0.8, k) * start[i], within(1e-12));
                    }
                });
        Field steep = y -> Arithmetic.scale(y, 1e300);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                DescentPath.of(
                                        arena,
                                        gd,
                                        steep,
                                        x,
                                        Matrices.seeds(2),
                                        new FrameSteps(List.of(4))))
                .withMessageContaining("diverged at step");
    }
}
