package dev.eqm.sample.sampler;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.Field;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.core.testing.NearTo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule against a formula. */
@ExtendWith(LeakCheck.class)
class OraclesTest {
    private static Sampler sampler(UpdateRule rule, int steps) {
        return new Sampler(rule, new StopRule.MaxSteps(steps));
    }

    @ParameterizedTest
    @CsvSource({"0.003, 1", "0.003, 250", "0.1, 50", "0.9, 20", "1.5, 20"})
    void descentOnABowlIsAPower(double eta, int steps, Arena arena) {
        NDArray start = Fields.start(arena, 2);
        double[] want = NearTo.doubles(start);
        for (int i = 0; i < want.length; i++) {
            want[i] *= Math.pow(1 - eta, steps);
        }
        SampleResult result =
                sampler(new GradientDescent(eta), steps).run(Fields.bowl(arena, 1), start);
        assertClose(result.x(), want, 1e-12, 1e-6 * Math.sqrt(steps));
    }

    /** x ← x − ηs(x + μ(x − x_prev)), in double. */
    @ParameterizedTest
    @CsvSource({"0.003, 0.35, 1", "0.003, 0.35, 8", "0.3, 0.9, 2", "0.3, 0.9, 0.5", "0.3, 0, 1"})
    void nesterovFollowsItsRecurrence(double eta, double mu, double s, Arena arena) {
        NDArray start = Fields.start(arena, 2);
        double[] want = NearTo.doubles(start);
        for (int i = 0; i < want.length; i++) {
            double last = want[i];
            for (int k = 0; k < 40; k++) {
                double x = want[i];
                want[i] = x - eta * s * (x + mu * (x - last));
                last = x;
            }
        }
        SampleResult result = sampler(new Nesterov(eta, mu), 40).run(Fields.bowl(arena, s), start);
        assertClose(result.x(), want, 2e-6, 1e-5);
    }

    @Test
    void nesterovWithoutMomentumIsDescent(Arena arena) {
        NDArray start = Fields.start(arena, 2);
        Field cubic = x -> x.mul(x).mul(x);
        NDArray nag = sampler(new Nesterov(0.05, 0), 30).run(cubic, start).x();
        NDArray gd = sampler(new GradientDescent(0.05), 30).run(cubic, start).x();
        assertThat(nag.toFloatArray()).isEqualTo(gd.toFloatArray());
    }

    /** Appendix D: η = h. */
    @Test
    void descentIsEulerAlongTheVelocity(Arena arena) {
        NDArray start = Fields.start(arena, 2);
        Field cubic = x -> x.mul(x).mul(x);
        VelocityField v = VelocityField.of(cubic);
        NDArray x = start;
        for (int k = 0; k < 50; k++) {
            x = Arithmetic.axpy(x, 1.0 / 50, v.velocity(x, k / 50.0));
        }
        NDArray gd = sampler(new GradientDescent(1.0 / 50), 50).run(cubic, start).x();
        assertThat(gd.toFloatArray()).isEqualTo(x.toFloatArray());
    }

    @Test
    void reportsTheGradientItUsed(Arena arena) {
        NDArray start = arena.of(new float[] {3, 4, 0, 5}, 2, 2, 1, 1);
        SampleResult result =
                sampler(new GradientDescent(0.5), 2).run(Fields.bowl(arena, 1), start);
        assertThat(result.gradientNorms()).containsExactly(2.5, 2.5); // second step, at x/2
        assertThat(result.steps()).isEqualTo(2);
    }

    @Test
    void refusesImpossibleValues() {
        assertThatThrownBy(() -> new GradientDescent(0))
                .hasMessage("eta must be positive and finite, got 0.0");
        assertThatThrownBy(() -> new GradientDescent(Double.NaN)).hasMessageContaining("eta");
        assertThatThrownBy(() -> new Nesterov(-1, 0)).hasMessageContaining("eta must be positive");
        assertThatThrownBy(() -> new Nesterov(1, 1)).hasMessage("mu must lie in [0, 1), got 1.0");
        assertThatThrownBy(() -> new Nesterov(1, Double.NaN)).hasMessageContaining("mu");
        assertThatThrownBy(() -> new StopRule.MaxSteps(0))
                .hasMessage("steps must be at least 1, got 0");
    }

    @Test
    void catalogueHasThePapersValues() {
        assertThat(UpdateRules.examples())
                .containsEntry("gd", new GradientDescent(0.003))
                .containsEntry("nag", new Nesterov(0.003, 0.35));
        assertThat(new GradientDescent(1).init(null, null)).isEqualTo(new NDList());
    }
}
