package dev.eqm.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.nn.Init;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LeakCheck.class)
class SgdTest {
    /** By hand from the algorithm on PyTorch's page of SGD: w = 1, g = 0.5, lr = 0.1. */
    @ParameterizedTest
    @CsvSource({
        // momentum, nesterov, decay, w after steps 1, 2, 3
        "0,   false, 0,   0.95,  0.9,     0.85",
        "0.9, false, 0,   0.95,  0.855,   0.7195",
        "0.9, true,  0,   0.905, 0.7695,  0.59755",
        "0,   false, 0.1, 0.94,  0.8806,  0.821794",
        "0.9, false, 0.1, 0.94,  0.8266,  0.666274"
    })
    void threeStepsByHand(
            double momentum, boolean nesterov, double decay, double w1, double w2, double w3) {
        Sgd sgd = new Sgd(0.1, momentum, nesterov, decay);
        List<ParameterSpec> specs = List.of(ParameterSpec.trained("w", new Init.Full(1), 2));
        List<Double> got = new ArrayList<>();
        try (Parameters p = Parameters.initialised(Device.cpu(), specs, 0);
                OptimizerState state = OptimizerState.fresh(sgd, p);
                Arena arena = Arena.cpu("gradients")) {
            for (int k = 0; k < 3; k++) {
                sgd.compiled().apply(p, new NDList(arena.full(0.5, 2)), state, 0.1);
                got.add((double) p.get("w").toFloatArray()[1]);
            }
        }
        assertThat(got.get(0)).isCloseTo(w1, within(1e-6));
        assertThat(got.get(1)).isCloseTo(w2, within(1e-6));
        assertThat(got.get(2)).isCloseTo(w3, within(1e-6));
    }

    /** The algorithm in double, one number at a time, for changing gradients and rates. */
    @ParameterizedTest
    @CsvSource({"0, false, 0", "0.9, false, 0.05", "0.5, true, 0", "0.95, true, 0.01"})
    void twentyStepsEqualTheFormula(double momentum, boolean nesterov, double decay) {
        Sgd sgd = new Sgd(0.1, momentum, nesterov, decay);
        List<ParameterSpec> specs =
                List.of(
                        ParameterSpec.trained("a", new Init.Normal(1), 3, 2),
                        ParameterSpec.trained("b", new Init.Normal(1), 5));
        SplittableRandom random = new SplittableRandom(4);
        try (Parameters p = Parameters.initialised(Device.cpu(), specs, 1);
                OptimizerState state = OptimizerState.fresh(sgd, p);
                Arena arena = Arena.cpu("gradients")) {
            double[] w = doubles(p.get("a").toFloatArray(), p.get("b").toFloatArray());
            double[] buffer = new double[11];
            Optimizer.Step step = sgd.compiled();
            for (int k = 0; k < 20; k++) {
                double rate = k < 10 ? 0.1 : 0.03;
                float[] a = new float[6];
                float[] b = new float[5];
                for (int i = 0; i < 11; i++) {
                    float g = (float) (2 * random.nextDouble() - 1);
                    (i < 6 ? a : b)[i % 6] = g;
                    double d = g + decay * w[i];
                    buffer[i] = k == 0 ? d : momentum * buffer[i] + d; // as PyTorch begins
                    w[i] -= rate * (nesterov ? d + momentum * buffer[i] : buffer[i]);
                }
                try (Scope scope = Scope.open()) {
                    step.apply(p, new NDList(arena.of(a, 3, 2), arena.of(b, 5)), state, rate);
                }
            }
            double[] got = doubles(p.get("a").toFloatArray(), p.get("b").toFloatArray());
            assertThat(got).containsExactly(w, within(3e-6));
            assertThat(state.tensors()).hasSize(momentum == 0 ? 1 : 3).containsKey("step");
        }
    }

    private static double[] doubles(float[] a, float[] b) {
        double[] both = new double[a.length + b.length];
        for (int i = 0; i < both.length; i++) {
            both[i] = i < a.length ? a[i] : b[i - a.length];
        }
        return both;
    }

    @Test
    void hyperParametersAreChecked() {
        assertThatThrownBy(() -> new Sgd(0, 0.9, false, 0))
                .hasMessage("learningRate must lie in (0, 1000000), got 0.0");
        assertThatThrownBy(() -> new Sgd(0.1, 1, false, 0))
                .hasMessage("momentum must lie in [0, 1), got 1.0");
        assertThatThrownBy(() -> new Sgd(0.1, 0, true, 0))
                .hasMessageContaining("nesterov needs a momentum above 0");
        assertThatThrownBy(() -> new Sgd(0.1, 0.9, false, -1)).hasMessageContaining("weightDecay");
    }
}
