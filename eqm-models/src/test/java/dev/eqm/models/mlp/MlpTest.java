package dev.eqm.models.mlp;

import static dev.eqm.core.testing.NearTo.assertClose;
import static dev.eqm.core.testing.NearTo.doubles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.loss.Prediction;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.testing.FiniteDifferences;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.nn.RandomParameters;
import dev.eqm.models.weights.ModelFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(LeakCheck.class)
class MlpTest {
    private static final MlpConfig PLAIN = new MlpConfig(1, 2, 16, 2, 0, 3, 0.1, false);
    private static final MlpConfig TIMED = new MlpConfig(1, 2, 12, 3, 2, 3, 0.1, true);
    private static final long[] LABELS = {0, 3, 1}; // 3 is the null label
    private static final float[] GAMMA = {0.1f, 0.5f, 0.9f};

    static List<MlpConfig> configs() {
        return List.of(PLAIN, TIMED, new MlpConfig(2, 3, 8, 1, 1, 3, 0, false));
    }

    @ParameterizedTest
    @MethodSource("configs")
    void answersWhatTheTwinAnswers(MlpConfig c, Arena arena) {
        float[] x = RandomParameters.normal(3 * c.numbers(), 1, 5);
        try (Mlp network = random(c);
                Mlp half = c.build(Precision.BFLOAT16, network.parameters().borrowed());
                GradMode off = GradMode.off()) {
            double[] want = twin(c, network.parameters(), x);
            assertClose(answer(network, arena, x).gradient(), want, 1e-5, 1e-5);
            double[] rough = doubles(answer(half, arena, x).gradient());
            assertClose(rough, want, 0.1, 0.1);
            assertThat(rough).isNotEqualTo(want);
        }
    }

    /** Field by field what a batch answers: labels and time are where they belong. */
    @ParameterizedTest
    @MethodSource("configs")
    void conditionedAnswersTheSame(MlpConfig c, Arena arena) {
        float[] x = RandomParameters.normal(3 * c.numbers(), 1, 5);
        try (Mlp network = random(c);
                GradMode off = GradMode.off();
                FieldModel.Conditioned field = network.condition(LABELS, 0.4)) {
            NDArray states = arena.of(x, 3, c.channels(), c.imageSize(), c.imageSize());
            NDArray t = arena.full(0.4, 3);
            NDArray want = network.answer(states, t, arena.of(LABELS, 3)).gradient();
            assertClose(field.gradient(states), want, 1e-5, 1e-5); // [1, k] and [3, k] sum apart
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> field.gradient(states.get("0:2")))
                    .withMessageContaining("conditioned on 3 labels");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> network.condition(new long[] {4}))
                    .withMessageContaining("label 4 is not in [0, 3]");
        }
    }

    @ParameterizedTest
    @MethodSource("configs")
    void gradientsEqualDifferences(MlpConfig c, Arena arena) {
        float[] x = RandomParameters.normal(3 * c.numbers(), 1, 5);
        for (String name : List.of("x_embedder.bias", "layers.0.bias", "final_layer.bias")) {
            float[] got;
            float[] at;
            try (Mlp network = random(c);
                    GradMode on = GradMode.on()) {
                NDArray sum = answer(network, arena, x).gradient().square().sum();
                NDList g = Autograd.gradients(sum, network.parameters().trainable());
                List<ParameterSpec> specs = network.parameters().trainableSpecs();
                int i = specs.stream().map(ParameterSpec::name).toList().indexOf(name);
                got = g.get(i).toFloatArray();
                at = network.parameters().get(name).toFloatArray();
            }
            double[] want = FiniteDifferences.gradient(at, v -> squares(c, name, v, x), 1e-2);
            assertClose(arena.of(got, got.length), want, 0.02, 0.02);
        }
    }

    private static double squares(MlpConfig c, String name, float[] value, float[] x) {
        Parameters changed =
                Parameters.of(
                        Device.cpu(),
                        c.specs(),
                        (a, spec) ->
                                a.of(
                                        spec.name().equals(name)
                                                ? value
                                                : RandomParameters.values(spec, 1),
                                        spec.shape().getShape()));
        double sum = 0;
        try (Parameters parameters = changed) {
            for (double f : twin(c, parameters, x)) {
                sum += f * f;
            }
        }
        return sum;
    }

    @Test
    void aFreshNetworkAnswersZero(Arena arena) {
        float[] x = RandomParameters.normal(6, 1, 5);
        try (FieldModel network = TIMED.fresh(Precision.FLOAT32, Device.cpu(), 3);
                GradMode off = GradMode.off()) {
            assertThat(answer(network, arena, x).gradient().toFloatArray()).containsOnly(0f);
            assertThat(answer(network, arena, x).tokens().toFloatArray()).doesNotContain(0f);
        }
    }

    @ParameterizedTest
    @MethodSource("configs")
    void filesHoldArchitectureAndWeights(MlpConfig c, @TempDir Path folder, Arena arena) {
        Path file = folder.resolve("model.safetensors");
        float[] x = RandomParameters.normal(3 * c.numbers(), 1, 5);
        try (Mlp network = random(c);
                GradMode off = GradMode.off()) {
            ModelFile.write(file, c, network.parameters());
            assertThat(ModelFile.architecture(file)).isEqualTo(c);
            try (FieldModel read = ModelFile.read(file, Precision.FLOAT32, Device.cpu())) {
                assertThat(answer(read, arena, x).gradient().toFloatArray())
                        .isEqualTo(answer(network, arena, x).gradient().toFloatArray());
            }
        }
    }

    @Test
    void refusesImpossibleValues() {
        refused(() -> new MlpConfig(0, 2, 16, 2, 0, 3, 0.1, false), "imageSize");
        refused(() -> new MlpConfig(64, 2, 16, 2, 0, 3, 0.1, false), "small states");
        refused(() -> new MlpConfig(1, 2, 0, 2, 0, 3, 0.1, false), "width");
        refused(() -> new MlpConfig(1, 2, 16, 0, 0, 3, 0.1, false), "depth");
        refused(() -> new MlpConfig(1, 2, 16, 2, 17, 3, 0.1, false), "frequencies");
        refused(() -> new MlpConfig(1, 2, 16, 2, 0, 0, 0.1, false), "classes");
        refused(() -> new MlpConfig(1, 2, 16, 2, 0, 3, 1.1, false), "labelDropout");
    }

    @Test
    void countsItsWork() {
        assertThat(PLAIN.macs().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(2 * 16 + 2 * 16 * 16 + 16 * 2);
        assertThat(TIMED.macs()).containsEntry("input", 10L * 12).containsEntry("time", 9L * 12);
    }

    private static void refused(Runnable construction, String word) {
        assertThatIllegalArgumentException()
                .isThrownBy(construction::run)
                .withMessageContaining(word);
    }

    private static Mlp random(MlpConfig c) {
        return c.build(Precision.FLOAT32, RandomParameters.of(c.specs(), 1));
    }

    private static Prediction answer(FieldModel network, Arena arena, float[] x) {
        long[] batch = {3, 0, 0, 0};
        System.arraycopy(network.sampleShape().getShape(), 0, batch, 1, 3);
        return network.answer(arena.of(x, batch), arena.of(GAMMA, 3), arena.of(LABELS, 3));
    }

    private static double[] twin(MlpConfig c, Parameters parameters, float[] x) {
        TwinMlp twin = new TwinMlp(c, parameters);
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            float[] one = Arrays.copyOfRange(x, i * c.numbers(), (i + 1) * c.numbers());
            for (double f : twin.gradient(one, GAMMA[i], (int) LABELS[i])) {
                all.add(f);
            }
        }
        return all.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
