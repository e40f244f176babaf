package dev.eqm.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.nn.Init;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class AdamWTest {
    private static final List<ParameterSpec> SPECS =
            List.of(
                    ParameterSpec.fixed("table", new float[] {1, 2}, 2),
                    ParameterSpec.trained("a", new Init.Normal(1), 3, 2),
                    ParameterSpec.trained("b", new Init.Normal(1), 5));

    /** The formula of the javadoc in double, one number at a time. */
    private static final class Twin {
        private final AdamW h;
        private final double[] w;
        private final double[] m;
        private final double[] v;
        private int k;

        Twin(AdamW h, float[] start) {
            this.h = h;
            w = new double[start.length];
            m = new double[start.length];
            v = new double[start.length];
            for (int i = 0; i < w.length; i++) {
                w[i] = start[i];
            }
        }

        void step(float[] g, double rate) {
            k++;
            for (int i = 0; i < w.length; i++) {
                w[i] -= rate * h.weightDecay() * w[i];
                m[i] = h.beta1() * m[i] + (1 - h.beta1()) * g[i];
                v[i] = h.beta2() * v[i] + (1 - h.beta2()) * g[i] * g[i];
                double mean = m[i] / (1 - Math.pow(h.beta1(), k));
                double scale = Math.sqrt(v[i] / (1 - Math.pow(h.beta2(), k))) + h.epsilon();
                w[i] -= rate * mean / scale;
            }
        }
    }

    @Test
    void twentyStepsEqualTheFormula() {
        followTheTwin(new AdamW(0.01, 0.9, 0.999, 1e-8, 0.05), 1);
        followTheTwin(new AdamW(0.01, 0.5, 0.95, 1e-8, 0), 1);
        followTheTwin(new AdamW(0.01, 0, 0, 1e-3, 0), 1);
    }

    @Test
    void epsilonIsOutsideOfTheBiasCorrection() {
        followTheTwin(new AdamW(0.01, 0.9, 0.999, 1e-8, 0), 1e-6); // gradients near epsilon
    }

    private static void followTheTwin(AdamW h, double gradientScale) {
        SplittableRandom random = new SplittableRandom(4);
        try (Parameters p = Parameters.initialised(Device.cpu(), SPECS, 1);
                OptimizerState moments = OptimizerState.fresh(h, p);
                Arena arena = Arena.cpu("gradients")) {
            Optimizer.Step step = h.compiled();
            Twin a = new Twin(h, p.get("a").toFloatArray());
            Twin b = new Twin(h, p.get("b").toFloatArray());
            for (int k = 0; k < 20; k++) {
                float[] ga = gradient(random, 6, gradientScale);
                float[] gb = gradient(random, 5, gradientScale);
                double rate = k < 10 ? h.learningRate() : h.learningRate() / 3;
                try (Scope scope = Scope.open()) {
                    step.apply(p, new NDList(arena.of(ga, 3, 2), arena.of(gb, 5)), moments, rate);
                }
                a.step(ga, rate);
                b.step(gb, rate);
            }
            near(p.get("a"), a.w, h);
            near(p.get("b"), b.w, h);
            assertThat(p.get("table").toFloatArray()).containsExactly(1, 2);
        }
    }

    private static float[] gradient(SplittableRandom random, int n, double scale) {
        float[] g = new float[n];
        for (int i = 0; i < n; i++) {
            g[i] = (float) (scale * (random.nextDouble() * 2 - 1));
        }
        return g;
    }

    private static void near(NDArray got, double[] want, AdamW h) {
        float[] values = got.toFloatArray();
        for (int i = 0; i < want.length; i++) {
            assertThat((double) values[i])
                    .as("%s, entry %d", h, i)
                    .isCloseTo(want[i], within(2e-6));
        }
    }

    @Test
    void momentsSurviveTheirTensors() {
        try (Parameters p = Parameters.initialised(Device.cpu(), SPECS, 1);
                OptimizerState moments = OptimizerState.fresh(AdamW.DEFAULT, p);
                Arena arena = Arena.cpu("gradients")) {
            AdamW.DEFAULT
                    .compiled()
                    .apply(p, new NDList(arena.full(2, 3, 2), arena.full(-1, 5)), moments, 0.1);
            try (OptimizerState copy = OptimizerState.of(AdamW.DEFAULT, p, moments.tensors())) {
                assertThat(copy.tensors()).isEqualTo(moments.tensors());
            }
            assertThat(moments.tensors().get("step").floats()).containsExactly(1);
            assertThat(moments.tensors().get("exp_avg.b").floats()).containsOnly(-0.1f);
            assertThat(moments.tensors())
                    .containsOnlyKeys(
                            "step", "exp_avg.a", "exp_avg_sq.a", "exp_avg.b", "exp_avg_sq.b");
        }
    }

    @Test
    void hyperParametersAreChecked() {
        assertThatThrownBy(() -> new AdamW(0, 0.9, 0.999, 1e-8, 0))
                .hasMessage("learningRate must lie in (0, 1000000), got 0.0");
        assertThatThrownBy(() -> new AdamW(1e-4, 1, 0.999, 1e-8, 0)).hasMessageContaining("beta1");
        assertThatThrownBy(() -> new AdamW(1e-4, 0.9, -1, 1e-8, 0)).hasMessageContaining("beta2");
        assertThatThrownBy(() -> new AdamW(1e-4, 0.9, 0.999, 0, 0)).hasMessageContaining("epsilon");
        assertThatThrownBy(() -> new AdamW(1e-4, 0.9, 0.999, 1e-8, Double.NaN))
                .hasMessageContaining("weightDecay");
    }
}
