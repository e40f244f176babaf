package dev.eqm.sample.sampler;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.guidance.Guided;
import dev.eqm.sample.guidance.KeepKnown;
import dev.eqm.sample.integrator.Integration;
import dev.eqm.sample.integrator.Integrator;
import dev.eqm.sample.integrator.Integrators;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** States of float64 stay float64, and no number on the way is rounded to float32. */
@ExtendWith(LeakCheck.class)
class Float64Test {
    static Collection<UpdateRule> rules() {
        return UpdateRules.examples().values();
    }

    static Collection<Integrator> integrators() {
        return Integrators.examples().values();
    }

    private static NDArray wide(Arena arena) {
        return arena.of(new double[] {1.0 / 3, -2.0 / 7, 0.1, 1e-3}, 2, 1, 1, 2);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void rulesKeepIt(UpdateRule rule) {
        try (Arena arena = Arena.cpu("states");
                Scope scope = Scope.open()) {
            NDArray x =
                    new Sampler(rule, new StopRule.MaxSteps(3))
                            .run(Fields.bowl(arena, 1), wide(arena))
                            .x();
            assertThat(x.getDataType()).isEqualTo(DataType.FLOAT64);
        }
    }

    @ParameterizedTest
    @MethodSource("integrators")
    void integratorsKeepIt(Integrator integrator) {
        try (Arena arena = Arena.cpu("states");
                Scope scope = Scope.open()) {
            NDArray x = new Integration(integrator, 3).run((y, t) -> y.neg(), wide(arena)).x();
            assertThat(x.getDataType()).isEqualTo(DataType.FLOAT64);
        }
    }

    /** x ← x − 0.1x, three times. */
    @Test
    void descentHasAllDigits(Arena arena) {
        NDArray start = wide(arena);
        double[] want = start.toDoubleArray();
        for (int i = 0; i < want.length; i++) {
            want[i] *= 0.9 * 0.9 * 0.9;
        }
        NDArray x =
                new Sampler(new GradientDescent(0.1), new StopRule.MaxSteps(3))
                        .run(NDArray::duplicate, start)
                        .x();
        assertClose(x, want, 0, 1e-15);
    }

    /** uncond + 1.1·(cond − uncond) with uncond = 2x, cond = x. */
    @Test
    void guidanceHasAllDigits(Arena arena) {
        NDArray x = wide(arena);
        Field both =
                y -> {
                    NDArray half = Arithmetic.rows(y, new int[] {0, 1});
                    return half.concat(Arithmetic.mul(half, 2));
                };
        double[] want = x.toDoubleArray();
        for (int i = 0; i < want.length; i++) {
            want[i] = 2 * want[i] - 1.1 * want[i];
        }
        assertClose(new Guided(both, new Guidance(1.1, 0)).gradient(x), want, 0, 1e-15);
    }

    /** On the ramp: image/3 + 2/3·noise. */
    @Test
    void knownPixelsHaveAllDigits(Arena arena) {
        NDArray x = wide(arena);
        NDArray images = arena.of(new double[] {0.7, 0.3, -0.1, 1}, 2, 1, 1, 2);
        NDArray all = arena.full(1, 1, 1, 1, 2);
        KeepKnown rule = new KeepKnown(new GradientDescent(0.1), images, all, 3);
        double[] want = new double[4];
        for (int i = 0; i < 4; i++) {
            want[i] = images.toDoubleArray()[i] / 3 + 2 * x.toDoubleArray()[i] / 3;
        }
        NDArray got = new Sampler(rule, new StopRule.MaxSteps(1)).run(NDArray::duplicate, x).x();
        assertClose(got, want, 1e-16, 1e-15);
    }
}
