package dev.eqm.models.sit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.device.Precision;
import dev.eqm.core.field.DotProduct;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.KernelException;
import dev.eqm.core.loss.DispersiveLoss;
import dev.eqm.core.loss.Prediction;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.Garbage;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.core.testing.NearTo;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.mlp.MlpConfig;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.nn.RandomParameters;
import dev.eqm.models.nn.TrainingPass;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Forgetting activations and computing them again changes no bit. */
@ExtendWith(LeakCheck.class)
class RecomputedPassTest {
    private static final SiTConfig DEEP = new SiTConfig(8, 2, 3, 16, 4, 2, 2, 4, 0.1, false, false);
    private static final SiTConfig TIMED = new SiTConfig(8, 4, 1, 16, 3, 2, 2, 4, 0.1, true, true);
    private static final MlpConfig MLP = new MlpConfig(1, 2, 16, 2, 1, 3, 0.1, false);
    private static final int N = 3;

    static List<SiTConfig> configs() {
        return List.of(
                DEEP,
                TIMED,
                new SiTConfig(28, 4, 1, 32, 2, 4, 4, 10, 0.1, false, false),
                ONE_BLOCK);
    }

    private static final SiTConfig ONE_BLOCK =
            new SiTConfig(28, 7, 3, 24, 1, 3, 4, 2, 0, true, false);

    /** What is put in. */
    private record Inputs(NDArray x, NDArray gamma, NDArray labels) {
        static Inputs of(Arena arena, ModelArchitecture c) {
            long[] s = c.sampleShape().getShape();
            float[] x = RandomParameters.normal((int) (N * s[0] * s[1] * s[2]), 1, 5);
            return new Inputs(
                    arena.of(x, N, s[0], s[1], s[2]),
                    arena.of(new float[] {0.1f, 0.4f, 0.9f}, N),
                    arena.of(new long[] {0, c.classes(), 1}, N));
        }

        TrainingPass pass(FieldModel network, boolean recompute) {
            return recompute
                    ? network.recomputedPass(x, gamma, labels, new long[0])
                    : network.trainingPass(x, gamma, labels, new long[0]);
        }
    }

    private static SiT random(SiTConfig c, Precision precision) {
        return new SiT(c, precision, RandomParameters.of(SiTNames.of(c), 11));
    }

    /** ½|f|² and more, so that every entry of the answer counts differently. */
    private static NDArray loss(Prediction answer) {
        return answer.gradient().mul(answer.gradient()).mul(answer.gradient()).sum();
    }

    /** Answer, tokens, loss and all gradients. */
    private static List<double[]> numbers(
            FieldModel network, Inputs in, boolean recompute, Function<Prediction, NDArray> loss) {
        try (GradMode on = GradMode.on();
                Scope scope = Scope.open()) {
            TrainingPass pass = in.pass(network, recompute);
            NDArray value = loss.apply(pass.answer());
            NDList all = new NDList(pass.answer().gradient(), pass.answer().tokens(), value);
            List<double[]> told = all.stream().map(NearTo::doubles).toList();
            List<double[]> gradients = pass.gradients(value).stream().map(NearTo::doubles).toList();
            return Stream.concat(told.stream(), gradients.stream()).toList();
        }
    }

    private static void assertSame(
            FieldModel network, Inputs in, Function<Prediction, NDArray> loss) {
        List<double[]> want = numbers(network, in, false, loss);
        List<double[]> got = numbers(network, in, true, loss);
        assertThat(want).hasSize(3 + network.parameters().trainable().size());
        assertThat(want).allMatch(a -> Arrays.stream(a).anyMatch(v -> v != 0));
        assertThat(got).containsExactlyElementsOf(want);
    }

    @ParameterizedTest
    @MethodSource("configs")
    void sameBitsInFloat32(SiTConfig c, Arena arena) {
        try (SiT network = random(c, Precision.FLOAT32)) {
            assertSame(network, Inputs.of(arena, c), RecomputedPassTest::loss);
        }
    }

    @ParameterizedTest
    @MethodSource("configs")
    void sameBitsInBfloat16(SiTConfig c, Arena arena) {
        try (SiT network = random(c, Precision.BFLOAT16)) {
            assertSame(network, Inputs.of(arena, c), RecomputedPassTest::loss);
        }
    }

    @Test
    void sameNumbersInFloat64(Arena arena) {
        Parameters wide =
                Parameters.of(
                        Device.cpu(),
                        SiTNames.of(TIMED),
                        (a, spec) -> {
                            float[] values = RandomParameters.values(spec, 11);
                            double[] more = new double[values.length];
                            for (int i = 0; i < more.length; i++) {
                                more[i] = values[i];
                            }
                            return a.of(more, spec.shape().getShape());
                        });
        double[] x = new double[N * 64];
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.sin(1 + 3.7 * i);
        }
        Inputs in =
                new Inputs(
                        arena.of(x, N, 1, 8, 8),
                        arena.of(new double[] {0.1, 0.4, 0.9}, N),
                        arena.of(new long[] {0, 4, 1}, N));
        try (SiT network = new SiT(TIMED, Precision.FLOAT32, wide)) {
            List<double[]> want = numbers(network, in, false, RecomputedPassTest::loss);
            List<double[]> got = numbers(network, in, true, RecomputedPassTest::loss);
            for (int i = 0; i < want.size(); i++) {
                assertThat(Errors.relative(got.get(i), want.get(i))).isLessThan(1e-12);
            }
        }
    }

    /** Its gradient enters at the tokens of the last block, beside that of the answer. */
    @Test
    void dispersionReadsTheTokens(Arena arena) {
        try (SiT network = random(DEEP, Precision.FLOAT32)) {
            Inputs in = Inputs.of(arena, DEEP);
            assertSame(network, in, a -> loss(a).add(DispersiveLoss.dispersion(a.tokens())));
        }
    }

    /** Were the graph whole, nothing would be saved: the loss must not reach a block's weights. */
    @Test
    void theGraphOfTheLossEndsAtTheLastBlock(Arena arena) {
        try (SiT network = random(DEEP, Precision.FLOAT32);
                GradMode on = GradMode.on();
                Scope scope = Scope.open()) {
            Inputs in = Inputs.of(arena, DEEP);
            NDList weights = network.blocks().get(3).weights();
            NDArray whole = loss(in.pass(network, false).answer());
            assertThat(Autograd.gradients(whole, weights)).hasSize(8);
            NDArray cut = loss(in.pass(network, true).answer());
            assertThatThrownBy(() -> Autograd.gradients(cut, weights))
                    .isInstanceOf(KernelException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void onlyGradientsStayOpen(Precision precision, Arena arena) {
        try (SiT network = random(DEEP, precision);
                GradMode on = GradMode.on()) {
            Inputs in = Inputs.of(arena, DEEP);
            int parameters = network.parameters().trainable().size();
            try (Scope scope = Scope.open()) {
                TrainingPass[] pass = new TrainingPass[1];
                long kept = LeakCheck.openedBy(() -> pass[0] = in.pass(network, true));
                // embedded tokens, 5 modulations, 5 states, the last modulation, the answer
                assertThat(kept).isEqualTo(1 + 5 + 5 + 1 + 1);
                NDArray loss = loss(pass[0].answer());
                long before = LeakCheck.openArrays();
                pass[0].gradients(loss);
                assertThat(LeakCheck.openArrays() - before)
                        .isEqualTo(parameters - 4); // states but the first went
            }
        }
    }

    /** Nothing in the graphs lies in memory of the garbage collector. */
    @Test
    void gradientsSurviveGarbageCollections(Arena arena) {
        try (SiT network = random(DEEP, Precision.FLOAT32)) {
            Inputs in = Inputs.of(arena, DEEP);
            List<double[]> calm = numbers(network, in, true, RecomputedPassTest::loss);
            List<double[]> disturbed =
                    numbers(
                            network,
                            in,
                            true,
                            a -> {
                                NDArray loss = loss(a);
                                Garbage.collect();
                                return loss;
                            });
            assertThat(disturbed).containsExactlyElementsOf(calm);
        }
    }

    static List<ModelArchitecture> others() {
        return List.of(MLP, new EnergyArchitecture(DEEP, new DotProduct()));
    }

    @ParameterizedTest
    @MethodSource("others")
    void networksWithoutBlocksAndEnergiesRefuse(ModelArchitecture other, Arena arena) {
        assertThat(other.recomputes()).isFalse();
        try (FieldModel network = other.fresh(Precision.FLOAT32, Device.cpu(), 1)) {
            Inputs in = Inputs.of(arena, other);
            assertThatThrownBy(() -> in.pass(network, true))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("recompute works only for transformers (SiT)")
                    .hasMessageContaining("set recompute to false");
        }
    }
}
