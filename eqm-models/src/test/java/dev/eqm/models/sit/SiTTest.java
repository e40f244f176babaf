package dev.eqm.models.sit;

import static dev.eqm.core.testing.NearTo.assertClose;
import static dev.eqm.core.testing.NearTo.doubles;
import static dev.eqm.models.sit.Errors.relative;
import static dev.eqm.models.sit.Errors.widened;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.data.Percentage.withPercentage;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.loss.Prediction;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.Garbage;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.nn.FieldModel.Conditioned;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.nn.RandomParameters;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole network against {@link TwinSiT}, and its manners. */
@ExtendWith(LeakCheck.class)
class SiTTest {
    private static final SiTConfig SMALL =
            new SiTConfig(8, 2, 3, 16, 2, 2, 2, 4, 0.1, false, false);
    private static final SiTConfig TIMED = new SiTConfig(8, 4, 1, 16, 1, 2, 2, 4, 0.1, true, true);

    /** Channels 1, 3, 4; images of 28, 32, 8; patches of 2, 4, 7; sigma and time on and off. */
    static List<SiTConfig> configs() {
        return List.of(
                SMALL,
                TIMED,
                new SiTConfig(28, 4, 1, 32, 2, 4, 4, 10, 0.1, false, false),
                new SiTConfig(28, 7, 3, 24, 1, 3, 4, 2, 0, true, false),
                new SiTConfig(32, 2, 4, 16, 1, 1, 2, 1, 1, true, true),
                new SiTConfig(28, 2, 1, 8, 1, 2, 1.5, 5, 0, false, true),
                new SiTConfig(7, 7, 1, 20, 3, 5, 0.3, 3, 0.5, true, false));
    }

    @ParameterizedTest
    @MethodSource("configs")
    void answersWhatTheTwinAnswers(SiTConfig c, Arena arena) {
        int n = 2;
        float[] x = images(c, n);
        float[] gamma = {0.3f, 0.9f};
        long[] labels = {0, c.classes()}; // the last is the null label
        try (SiT network = random(c, Precision.FLOAT32);
                SiT half = new SiT(c, Precision.BFLOAT16, network.parameters().borrowed());
                GradMode off = GradMode.off()) {
            double[] want = twin(c, network, x, gamma, labels);
            assertThat(relative(doubles(answer(network, arena, x, gamma, labels)), want))
                    .isLessThan(3e-6);
            assertThat(relative(doubles(answer(half, arena, x, gamma, labels)), want))
                    .isBetween(1e-5, 2e-2);
        }
    }

    @ParameterizedTest
    @MethodSource("configs")
    void gradientsOfWhatSurroundsTheBlocks(SiTConfig c, Arena arena) {
        int image = c.channels() * c.imageSize() * c.imageSize();
        float[] x = images(c, 1);
        float[] direction = RandomParameters.normal(image, 1, 9);
        int label = c.classes();
        try (SiT network = random(c, Precision.FLOAT32);
                GradMode on = GradMode.on()) {
            NDArray answer = answer(network, arena, x, new float[] {0.4f}, new long[] {label});
            NDArray weight = arena.of(direction, answer.getShape().getShape());
            Parameters parameters = network.parameters();
            NDList got = Autograd.gradients(answer.mul(weight).sum(), parameters.trainable());

            TwinSiT twin = new TwinSiT(c, TwinWeights.of(parameters));
            DoubleSupplier loss =
                    () -> Errors.dot(twin.gradient(widened(x), 0.4f, label), widened(direction));
            List<String> names = parameters.trainableSpecs().stream().map(s -> s.name()).toList();
            for (String name : names) {
                along(twin.weights().get(name), doubles(got.get(names.indexOf(name))), loss, name);
            }
        }
    }

    /** Along the claimed gradient itself the loss rises by the gradient's length. */
    private static void along(double[] at, double[] gradient, DoubleSupplier loss, String name) {
        double length = Math.sqrt(Errors.dot(gradient, gradient));
        if (name.startsWith("y_embedder")) {
            assertThat(gradient[0]).isZero(); // the row of a label that was not asked for
        }
        if (name.equals("t_embedder.mlp.0.weight")) {
            assertThat(length).isPositive();
        }
        double step = 1e-4 / length;
        double[] before = at.clone();
        double[] values = new double[2];
        for (int side = 0; side < 2; side++) {
            for (int i = 0; i < at.length; i++) {
                at[i] = before[i] + (1 - 2 * side) * step * gradient[i];
            }
            values[side] = loss.getAsDouble();
        }
        System.arraycopy(before, 0, at, 0, at.length);
        assertThat((values[0] - values[1]) / 2e-4).as(name).isCloseTo(length, withPercentage(0.01));
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void freshNetworksAnswerExactlyZero(Precision precision, Arena arena) {
        for (SiTConfig c : configs()) {
            try (SiT network = SiT.fresh(c, precision, Device.cpu(), 3);
                    GradMode off = GradMode.off()) {
                float[] got =
                        answer(network, arena, images(c, 1), new float[] {1}, new long[1])
                                .toFloatArray();
                for (float value : got) {
                    assertThat(value == 0f).as(c + ": " + value).isTrue(); // -0.0 is 0
                }
            }
        }
    }

    @Test
    void conditioningOnceEqualsConditioningEveryTime(Arena arena) {
        long[] labels = {2, 4};
        try (SiT network = random(SMALL, Precision.FLOAT32);
                Conditioned field = network.condition(labels);
                GradMode off = GradMode.off()) {
            for (int step = 0; step < 3; step++) {
                float[] x = RandomParameters.normal(2 * 3 * 64, 1 + step, step);
                NDArray each = answer(network, arena, x, new float[] {0.1f, 0.7f}, labels);
                NDArray once = field.gradient(arena.of(x, 2, 3, 8, 8));
                assertThat(once.toFloatArray()).isEqualTo(each.toFloatArray());
            }
        }
    }

    @Test
    void rowsDoNotSeeEachOther(Arena arena) {
        float[] x = images(SMALL, 3);
        try (SiT network = random(SMALL, Precision.FLOAT32);
                Conditioned three = network.condition(new long[] {0, 1, 4});
                Conditioned last = network.condition(new long[] {4});
                GradMode off = GradMode.off()) {
            float[] all = three.gradient(arena.of(x, 3, 3, 8, 8)).toFloatArray();
            float[] alone =
                    last.gradient(arena.of(Arrays.copyOfRange(x, 384, 576), 1, 3, 8, 8))
                            .toFloatArray();
            assertClose(Arrays.copyOfRange(all, 384, 576), alone, 1e-5, 1e-5);
        }
    }

    @Test
    void conditionedFieldsRefuseAnotherNumberOfRows(Arena arena) {
        try (SiT network = random(SMALL, Precision.FLOAT32);
                Conditioned field = network.condition(new long[] {0, 1})) {
            NDArray x = arena.zeros(3, 3, 8, 8);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> field.gradient(x))
                    .withMessage("conditioned on 2 labels, but got states (3, 3, 8, 8)");
        }
    }

    @Test
    void labelsEndAtTheNullLabel() {
        try (SiT network = random(SMALL, Precision.FLOAT32)) {
            network.condition(new long[] {0, 4}).close();
            for (long wrong : new long[] {-1, 5}) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> network.condition(new long[] {0, wrong}))
                        .withMessage(
                                "label %d is not in [0, 4] (the last one is the null label)",
                                wrong);
            }
        }
    }

    @Test
    void onlyTimeConditionalNetworksSeeTime(Arena arena) {
        try (SiT blind = random(SMALL, Precision.FLOAT32);
                SiT timed = random(TIMED, Precision.FLOAT32);
                GradMode off = GradMode.off()) {
            assertThat(blind.timeConditional()).isFalse();
            assertThat(timed.timeConditional()).isTrue();
            assertThat(at(blind, arena, 0.2)).isEqualTo(at(blind, arena, 0.8));
            assertThat(at(timed, arena, 0.2)).isNotEqualTo(at(timed, arena, 0.8));
            assertThat(at(timed, arena, 0)).isNotEqualTo(at(timed, arena, 0.2));
            float[] x = images(TIMED, 1);
            double[] want = twin(TIMED, timed, x, new float[] {0.2f}, new long[1]);
            assertThat(relative(widened(at(timed, arena, 0.2)), want)).isLessThan(3e-6);
        }
    }

    private static float[] at(SiT network, Arena arena, double time) {
        SiTConfig c = network.architecture();
        try (Conditioned field = network.condition(new long[1], time)) {
            return field.gradient(
                            arena.of(images(c, 1), 1, c.channels(), c.imageSize(), c.imageSize()))
                    .toFloatArray();
        }
    }

    @Test
    void learnSigmaDoublesTheLastLayerAndNothingElse() {
        SiTConfig with = new SiTConfig(8, 2, 3, 16, 1, 2, 2, 4, 0.1, true, false);
        try (SiT network = random(with, Precision.FLOAT32)) {
            assertThat(network.sampleShape()).isEqualTo(new Shape(3, 8, 8));
            assertThat(network.parameters().get("final_layer.linear.weight").getShape())
                    .isEqualTo(new Shape(2 * 3 * 4, 16));
        }
    }

    @Test
    void tellsWhatItIs() {
        try (SiT network = random(SMALL, Precision.FLOAT32)) {
            assertThat(network.architecture()).isEqualTo(SMALL);
            assertThat(network.classes()).isEqualTo(4);
            assertThat(network.labelDropout()).isEqualTo(0.1);
            assertThat(network.blocks()).hasSize(2);
        }
    }

    @Test
    void answersCarryTheTokensOfTheLastBlock(Arena arena) {
        float[] x = images(SMALL, 1);
        try (SiT network = random(SMALL, Precision.FLOAT32);
                GradMode off = GradMode.off()) {
            Prediction answer =
                    network.answer(
                            arena.of(x, 1, 3, 8, 8), arena.zeros(1), arena.of(new long[] {1}, 1));
            TwinSiT twin = new TwinSiT(SMALL, TwinWeights.of(network.parameters()));
            double[][] tokens =
                    twin.blocks(twin.tokens(widened(x)), twin.conditioning(0, 1)); // [T, D]
            assertThat(answer.tokens().getShape()).isEqualTo(new Shape(1, 16, 16));
            assertThat(relative(doubles(answer.tokens()), TwinWeights.flat(tokens)))
                    .isLessThan(3e-6);
        }
    }

    @Test
    void borrowedParametersOutliveTheNetwork() {
        try (Parameters parameters = RandomParameters.of(SiTNames.of(SMALL), 1)) {
            new SiT(SMALL, Precision.FLOAT32, parameters.borrowed()).close();
            assertThat(parameters.get("pos_embed").toFloatArray()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void twoHundredStepsLeaveNothingBehind(Precision precision, Arena arena) {
        try (SiT network = random(TIMED, precision)) {
            NDArray x = arena.of(images(TIMED, 2), 2, 1, 8, 8);
            NDArray gamma = arena.full(0.5, 2);
            NDArray labels = arena.of(new long[] {0, 4}, 2);
            step(network, x, gamma, labels);
            long open = LeakCheck.openArrays();
            for (int i = 0; i < 200; i++) {
                step(network, x, gamma, labels);
                assertThat(LeakCheck.openArrays()).as("after step " + i).isEqualTo(open);
            }
        }
    }

    private static void step(SiT network, NDArray x, NDArray gamma, NDArray labels) {
        try (GradMode on = GradMode.on();
                Scope scope = Scope.open()) {
            Prediction answer = network.answer(x, gamma, labels);
            NDArray loss = answer.gradient().mul(answer.gradient()).mean();
            Autograd.gradients(loss, network.parameters().trainable());
        }
    }

    @Test
    void samplingLeavesOneArrayAStep(Arena arena) {
        try (SiT network = random(SMALL, Precision.FLOAT32);
                Conditioned field = network.condition(new long[] {0});
                GradMode off = GradMode.off()) {
            NDArray x = arena.of(images(SMALL, 1), 1, 3, 8, 8);
            assertThat(LeakCheck.openedBy(() -> field.gradient(x))).isEqualTo(1);
            NDArray labels = arena.of(new long[1], 1);
            try (Conditioning all = network.conditioning(labels, arena.zeros(1))) {
                assertThat(all.modulations()).hasSize(3);
                long opened = LeakCheck.openedBy(() -> network.forward(x, all));
                assertThat(opened).isEqualTo(2); // gradient and tokens
            }
        }
    }

    /** Nothing in the graph lies in memory of the garbage collector. */
    @Test
    void gradientsSurviveGarbageCollections(Arena arena) {
        try (SiT network = random(TIMED, Precision.FLOAT32)) {
            float[] calm = gradient(network, arena, false);
            assertThat(gradient(network, arena, true)).isEqualTo(calm);
        }
    }

    private static float[] gradient(SiT network, Arena arena, boolean garbage) {
        try (GradMode on = GradMode.on();
                Scope scope = Scope.open()) {
            NDArray x = arena.of(images(TIMED, 2), 2, 1, 8, 8);
            NDArray labels = arena.of(new long[] {0, 4}, 2);
            NDArray answer = network.answer(x, arena.full(0.5, 2), labels).gradient();
            NDArray loss = answer.mul(answer).mean();
            if (garbage) {
                Garbage.collect();
            }
            return Autograd.gradients(loss, network.parameters().trainable()).get(0).toFloatArray();
        }
    }

    private static SiT random(SiTConfig c, Precision precision) {
        return new SiT(c, precision, RandomParameters.of(SiTNames.of(c), 11));
    }

    private static float[] images(SiTConfig c, int n) {
        return RandomParameters.normal(n * c.channels() * c.imageSize() * c.imageSize(), 1, 5);
    }

    private static NDArray answer(
            SiT network, Arena arena, float[] x, float[] gamma, long[] labels) {
        SiTConfig c = network.architecture();
        int n = labels.length;
        NDArray states = arena.of(x, n, c.channels(), c.imageSize(), c.imageSize());
        NDArray answer = network.answer(states, arena.of(gamma, n), arena.of(labels, n)).gradient();
        assertThat(answer.getShape()).isEqualTo(states.getShape());
        return answer;
    }

    private static double[] twin(
            SiTConfig c, SiT network, float[] x, float[] gamma, long[] labels) {
        TwinSiT twin = new TwinSiT(c, TwinWeights.of(network.parameters()));
        int n = labels.length;
        double[] out = new double[x.length];
        for (int i = 0; i < n; i++) {
            double[] image = TwinWeights.part(widened(x), i, n);
            double[] answer = twin.gradient(image, gamma[i], (int) labels[i]);
            System.arraycopy(answer, 0, out, i * answer.length, answer.length);
        }
        return out;
    }
}
