package dev.eqm.sample.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.eqm.core.field.Field;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.guidance.Guided;
import dev.eqm.sample.guidance.Masked;
import dev.eqm.sample.guidance.WeightedSum;
import dev.eqm.sample.integrator.DormandPrince;
import dev.eqm.sample.integrator.Euler;
import dev.eqm.sample.integrator.Integration;
import dev.eqm.sample.integrator.Integrator;
import dev.eqm.sample.integrator.Integrators;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Fields that answer another shape or type than that of their states, and rules that do. */
@ExtendWith(LeakCheck.class)
class WrongFieldsTest {
    private static final StopRule FIVE = new StopRule.MaxSteps(5);

    /** What libtorch would stretch over states of [3, 2, 4, 4], or mix with them. */
    private static final Map<String, UnaryOperator<NDArray>> WRONG =
            Map.of(
                    "got (3, 1, 4, 4)", x -> x.sum(new int[] {1}, true),
                    "got (1, 2, 4, 4)", x -> x.sum(new int[] {0}, true),
                    "got (3, 1, 1, 1)", x -> x.sum(new int[] {1, 2, 3}, true),
                    "got (2, 4, 4)", x -> x.sum(new int[] {0}),
                    "got ()", NDArray::sum,
                    "float32, got float64", x -> x.toType(DataType.FLOAT64, false));

    static Collection<UpdateRule> rules() {
        return UpdateRules.examples().values();
    }

    static Collection<Integrator> integrators() {
        return Integrators.examples().values();
    }

    /** Knows an energy, so that every rule can begin. */
    private static Field answering(UnaryOperator<NDArray> gradient) {
        return new Field() {
            @Override
            public NDArray gradient(NDArray x) {
                return gradient.apply(x);
            }

            @Override
            public boolean knowsEnergy() {
                return true;
            }

            @Override
            public NDArray energy(NDArray x) {
                return x.mul(x).sum(new int[] {1, 2, 3});
            }
        };
    }

    @ParameterizedTest
    @MethodSource("rules")
    void rulesRefuseThem(UpdateRule rule) {
        WRONG.forEach(
                (message, wrong) -> {
                    try (Arena arena = Arena.cpu("states");
                            Scope scope = Scope.open()) {
                        NDArray start = Fields.start(arena, 3);
                        assertThatIllegalArgumentException()
                                .as(message)
                                .isThrownBy(
                                        () -> new Sampler(rule, FIVE).run(answering(wrong), start))
                                .withMessageContaining("the output of the field must have ")
                                .withMessageContaining(message);
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("integrators")
    void integratorsRefuseThem(Integrator integrator) {
        WRONG.forEach(
                (message, wrong) -> {
                    try (Arena arena = Arena.cpu("states");
                            Scope scope = Scope.open()) {
                        NDArray start = Fields.start(arena, 3);
                        VelocityField velocity = (x, times) -> wrong.apply(x);
                        assertThatIllegalArgumentException()
                                .as(message)
                                .isThrownBy(
                                        () -> new Integration(integrator, 5).run(velocity, start))
                                .withMessageContaining("the output of the field must have ")
                                .withMessageContaining(message);
                    }
                });
    }

    @Test
    void energiesOfAnotherShapeAreRefused(Arena arena) {
        Field field =
                new Field() {
                    @Override
                    public NDArray gradient(NDArray x) {
                        return x.duplicate();
                    }

                    @Override
                    public boolean knowsEnergy() {
                        return true;
                    }

                    @Override
                    public NDArray energy(NDArray x) {
                        return x.sum();
                    }
                };
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new Sampler(new Armijo(0.1, 0.5, 1e-4, 20), FIVE)
                                        .run(field, Fields.start(arena, 3)))
                .withMessageContaining("the energy of 3 states must have the shape (3), got ()");
    }

    @Test
    void wrappersRefuseThem(Arena arena) {
        NDArray x = Fields.start(arena, 3);
        NDArray known = arena.zeros(1, 1, 4, 4);
        WRONG.forEach(
                (message, wrong) -> {
                    Field field = wrong::apply;
                    for (Field wrapper :
                            List.of(
                                    new Masked(field, known),
                                    new WeightedSum(List.of(field, field), List.of(1.0, 2.0)),
                                    new Guided(field, new Guidance(2, 0)))) {
                        assertThatIllegalArgumentException()
                                .as("%s of %s", wrapper, message)
                                .isThrownBy(() -> wrapper.gradient(x))
                                .withMessageContaining("the output of the field must have ");
                    }
                });
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Masked(y -> y, arena.zeros(2, 3, 2, 4, 4)).gradient(x));
    }

    /** A rule of one's own: its states, its gradient, its memory. */
    @Test
    void stepsOfAnotherShapeAreRefused(Arena arena) {
        NDArray start = Fields.start(arena, 3);
        refused(
                start,
                (x, g) -> new Step(x.sum(new int[] {1}, true), g, new NDList()),
                "the new states");
        refused(start, (x, g) -> new Step(x, g.flatten(), new NDList()), "the gradient of a step");
        refused(start, (x, g) -> new Step(x, g, new NDList(x.sum())), "[3, ...], got ()");
        refused(start, (x, g) -> new Step(x, g, new NDList(x.concat(x))), "got (6, 2, 4, 4)");
    }

    private interface Move {
        Step of(NDArray x, NDArray g);
    }

    private static void refused(NDArray start, Move move, String message) {
        UpdateRule rule =
                new UpdateRule() {
                    @Override
                    public NDList init(NDArray x, NDArray seeds) {
                        return new NDList();
                    }

                    @Override
                    public Step step(Field field, NDArray x, NDList state, Tick tick) {
                        return move.of(x.duplicate(), field.gradient(x));
                    }
                };
        try (Scope scope = Scope.open()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Sampler(rule, FIVE).run(NDArray::duplicate, start))
                    .withMessageContaining(message);
        }
    }

    @Test
    void seedsAndStatesThatDoNotFitAreRefused(Arena arena) {
        NDArray start = Fields.start(arena, 3);
        Sampler sampler = new Sampler(new GradientDescent(0.1), FIVE);
        for (long[] seeds : new long[][] {{1, 2}, {1, 2, 3, 4}, {}}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    sampler.run(
                                            NDArray::duplicate, start, seeds, SampleListener.NONE))
                    .withMessageContaining(
                            "seeds must contain one seed for each of the 3 starting samples");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> sampler.run(NDArray::duplicate, start.toType(DataType.INT32, false)))
                .withMessageContaining("start must be float32 or float64, got int32");
    }

    /**
     * Counts how often it is asked; has rows of its own and says that they cannot be chosen from.
     */
    private record Bound(NDArray targets, AtomicInteger asked) implements Field {
        @Override
        public NDArray gradient(NDArray x) {
            asked.incrementAndGet();
            return x.sub(targets);
        }

        @Override
        public boolean isRestrictable() {
            return false;
        }
    }

    @Test
    void aFieldThatCannotBeRestrictedSaysSoBeforeTheFirstStep(Arena arena) {
        NDArray start = Fields.start(arena, 3);
        Bound field = new Bound(arena.zeros(3, 2, 4, 4), new AtomicInteger());
        UpdateRule gd = new GradientDescent(0.1);
        StopRule below = new StopRule.GradientBelow(0.1, 50);
        for (Field one :
                List.of(
                        field,
                        new Masked(field, arena.zeros(1, 1, 4, 4)),
                        WeightedSum.negated(field),
                        new Guided(NDArray::duplicate, new Guidance(2, 0)))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Sampler(gd, below).run(one, start))
                    .withMessageContaining(
                            "cannot be restricted to some rows, but samples finish one by")
                    .withMessageContaining("StopRule.MaxSteps");
        }
        DormandPrince adaptive = new DormandPrince(1e-3, 1e-6, 100);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Integration(adaptive, 1).run(VelocityField.of(field), start))
                .withMessageContaining("the velocity must be restrictable");
        assertThat(field.asked).hasValue(0);
        new Sampler(gd, FIVE).run(field, start);
        new Integration(new Euler(), 5).run(VelocityField.of(field), start);
        assertThat(field.asked).hasValue(10);
    }

    /** A lambda cannot say so; it is found at the first step after a sample has left. */
    @Test
    void aLambdaWithRowsOfItsOwnIsFoundWhenASampleHasLeft(Arena arena) {
        NDArray start = arena.of(new float[] {1e-3f, 5}, 2, 1, 1, 1);
        NDArray targets = arena.zeros(2, 1, 1, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new Sampler(
                                                new GradientDescent(0.1),
                                                new StopRule.GradientBelow(0.1, 50))
                                        .run(x -> x.sub(targets), start))
                .withMessageContaining("Field.restricted");
    }
}
