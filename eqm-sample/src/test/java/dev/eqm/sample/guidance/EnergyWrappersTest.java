package dev.eqm.sample.guidance;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.random.Noise;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.sample.sampler.CountingField;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What wraps a field knows as much as the field, of some rows and at some steps too. */
@ExtendWith(LeakCheck.class)
class EnergyWrappersTest {
    private static final Shape SAMPLE = new Shape(1, 2, 2);
    private static final int[] SOME = {2, 0};

    /** E = step·c_i‖x_i‖²/2: rows and steps must be chosen right. */
    private record Stepped(Arena arena, double[] c, int step, boolean knows) implements Field {
        static Stepped of(Arena arena) {
            return new Stepped(arena, new double[] {1, 3, 10}, 1, true);
        }

        @Override
        public NDArray gradient(NDArray x) {
            double[] factors = IntStream.range(0, c.length).mapToDouble(i -> step * c[i]).toArray();
            return x.mul(arena.of(factors, c.length, 1, 1, 1).toType(x.getDataType(), true));
        }

        @Override
        public boolean knowsEnergy() {
            return knows;
        }

        @Override
        public NDArray energy(NDArray x) {
            return Arithmetic.scale(gradient(x).mul(x).sum(new int[] {1, 2, 3}), 0.5);
        }

        @Override
        public Stepped restricted(int[] rows) {
            double[] some = IntStream.of(rows).mapToDouble(i -> c[i]).toArray();
            return new Stepped(arena, some, step, knows);
        }

        @Override
        public Stepped atStep(int number) {
            return new Stepped(arena, c, number, knows);
        }
    }

    /** Energy, gradient and place are {@code factor} times those of the field inside. */
    private static void assertIs(Field wrapped, Field plain, NDArray x, double factor) {
        assertThat(wrapped.knowsEnergy()).isTrue();
        NDArray energy = Arithmetic.scale(plain.energy(x), factor);
        NDArray gradient = Arithmetic.scale(plain.gradient(x), factor);
        assertClose(wrapped.energy(x), energy, 0, 1e-6);
        assertClose(wrapped.gradient(x), gradient, 0, 1e-6);
        Field.Point point = wrapped.at(x);
        assertClose(point.energy(), energy, 0, 1e-6);
        assertClose(point.gradient(), gradient, 0, 1e-6);
    }

    private static void assertWraps(Field wrapper, Arena arena, double factor) {
        Stepped plain = Stepped.of(arena);
        NDArray x = Noise.normal(arena, new long[] {1, 2, 3}, SAMPLE);
        NDArray some = Arithmetic.rows(x, SOME);
        assertIs(wrapper, plain, x, factor);
        assertIs(wrapper.atStep(4), plain.atStep(4), x, factor);
        try (Field left = wrapper.restricted(SOME)) {
            assertIs(left, plain.restricted(SOME), some, factor);
            assertIs(left.atStep(5), plain.restricted(SOME).atStep(5), some, factor);
        }
        assertIs(
                wrapper.atStep(3).restricted(SOME), plain.restricted(SOME).atStep(3), some, factor);
    }

    @Test
    void countingChangesNothing(Arena arena) {
        CountingField counting = new CountingField(Stepped.of(arena), 3);
        assertWraps(counting, arena, 1);
        // energy, gradient and both at once: one each; twice of all rows, three times of two
        assertThat(counting.tally().calls()).isEqualTo(5 * 3);
        assertThat(counting.tally().evaluations()).containsExactly(15, 6, 15);
    }

    @Test
    void sums(Arena arena) {
        Stepped field = Stepped.of(arena);
        assertWraps(new WeightedSum(List.of(field, field), List.of(3.0, -1.0)), arena, 2);
        assertWraps(WeightedSum.negated(field), arena, -1);
    }

    @Test
    void masks(Arena arena) {
        assertWraps(new Masked(Stepped.of(arena), arena.zeros(1, 1, 2, 2)), arena, 1);
        NDArray known = arena.hold(arena.of(new float[] {1, 0, 0, 1}, 1, 1, 2, 2));
        NDArray x = Noise.normal(arena, new long[] {1, 2, 3}, SAMPLE);
        Field.Point held = new Masked(Stepped.of(arena), known).atStep(2).at(x);
        Field.Point free = Stepped.of(arena).atStep(2).at(x);
        assertClose(held.energy(), free.energy(), 0, 0);
        assertThat(held.gradient().toFloatArray()[0]).isZero();
        assertThat(held.gradient().toFloatArray()[1]).isEqualTo(free.gradient().toFloatArray()[1]);
    }

    /** Compositions see a network's rows, which are the same at every step. */
    @Test
    void compositions(Arena arena) {
        Composition twice =
                new Composition(
                        List.of(new Composition.Term(0, 1.5), new Composition.Term(1, 0.5)));
        Mixture mixture = new Mixture(List.of(twice, twice, twice));
        Stepped rows = new Stepped(arena, new double[] {1, 1, 3, 3, 10, 10}, 1, true);
        NDArray x = Noise.normal(arena, new long[] {1, 2, 3}, SAMPLE);
        try (Composed composed = new Composed(rows, mixture, Device.cpu());
                Field left = composed.restricted(SOME)) {
            assertIs(composed, Stepped.of(arena), x, 2);
            assertIs(left, Stepped.of(arena).restricted(SOME), Arithmetic.rows(x, SOME), 2);
        }
    }

    @Test
    void nobodyKnowsMoreThanWhatIsInside(Arena arena) {
        Field implicit = new Stepped(arena, new double[] {1, 3, 10}, 1, false);
        NDArray x = Noise.normal(arena, new long[] {1, 2, 3}, SAMPLE);
        List<Field> wrappers =
                List.of(
                        new CountingField(implicit, 3),
                        new WeightedSum(List.of(Stepped.of(arena), implicit), List.of(1.0, 1.0)),
                        new Masked(implicit, arena.zeros(1, 1, 2, 2)),
                        new Guided(Stepped.of(arena), new Guidance(2, 0)));
        for (Field wrapper : wrappers) {
            assertThat(wrapper.knowsEnergy()).as("%s", wrapper).isFalse();
            assertThat(wrapper.restricted(SOME).knowsEnergy()).as("%s", wrapper).isFalse();
            assertThat(wrapper.atStep(2).knowsEnergy()).as("%s", wrapper).isFalse();
        }
        assertThatThrownBy(() -> wrappers.get(3).energy(x))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessageContaining("guided fields");
    }
}
