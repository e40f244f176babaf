package dev.eqm.models.unet;

import static dev.eqm.core.testing.NearTo.assertClose;
import static dev.eqm.core.testing.NearTo.doubles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.device.Precision;
import dev.eqm.core.field.DotProduct;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.loss.Prediction;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.store.Sha256;
import dev.eqm.core.testing.Frozen;
import dev.eqm.core.testing.Hashed;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.energy.EnergyModel;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.weights.ModelFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class UnetTest {
    private static final Map<String, Frozen> ORIGINAL = Frozen.read(UnetTest.class, "original.txt");
    private static final float[] TIMES = {0.25f, 0.75f};
    private static final long[] LABELS = {1, 3}; // 3 is the null label

    /** The two that the original was run as. */
    private static UnetConfig named(String name, boolean timed) {
        return name.equals("plain")
                ? new UnetConfig(8, 3, 32, List.of(1, 2), 1, List.of(2), 1, 0.3, false, 3, 0, timed)
                : new UnetConfig(
                        8, 3, 32, List.of(2, 1), 2, List.of(1), 2, 0.3, true, 3, 0.1, timed);
    }

    private static NDArray states(Arena arena) {
        return arena.of(Hashed.floats(2 * 3 * 64, 1, 1.5), 2, 3, 8, 8);
    }

    private static Prediction answer(FieldModel network, Arena arena) {
        return network.answer(states(arena), arena.of(TIMES, 2), arena.of(LABELS, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "labelled"})
    void answersWhatTheOriginalAnswers(String name, Arena arena) {
        try (Unet timed = HashedUnet.of(named(name, true), Precision.FLOAT32);
                Unet untimed =
                        named(name, false).build(Precision.FLOAT32, timed.parameters().borrowed());
                Unet half =
                        named(name, true).build(Precision.BFLOAT16, timed.parameters().borrowed());
                GradMode off = GradMode.off();
                FieldModel.Conditioned field = untimed.condition(LABELS)) {
            double[] want = ORIGINAL.get(name + ".out").values();
            assertClose(answer(timed, arena).gradient(), want, 2e-5, 2e-5);
            double[] still = ORIGINAL.get(name + ".zero").values(); // its time input is 0
            assertClose(answer(untimed, arena).gradient(), still, 2e-5, 2e-5);
            assertClose(field.gradient(states(arena)), still, 2e-5, 2e-5);
            double[] rough = doubles(answer(half, arena).gradient());
            assertClose(rough, want, 0.1, 0.1);
            assertThat(rough).isNotEqualTo(want);
        }
    }

    /** Norms of the gradients of Σ out² by every parameter, in the order of the state_dict. */
    @ParameterizedTest
    @ValueSource(strings = {"plain", "labelled"})
    void gradientsAreThoseOfTheOriginal(String name, Arena arena) {
        UnetConfig c = named(name, true);
        for (boolean twice : new boolean[] {false, true}) {
            try (Unet owner = HashedUnet.of(c, Precision.FLOAT32);
                    Unet network =
                            twice
                                    ? c.twiceDifferentiable(Precision.FLOAT32, owner.parameters())
                                    : c.build(Precision.FLOAT32, owner.parameters().borrowed());
                    GradMode on = GradMode.on();
                    Scope scope = Scope.open()) {
                NDArray sum = answer(network, arena).gradient().square().sum();
                NDList g = Autograd.gradients(sum, owner.parameters().trainable());
                double[] norms = g.stream().mapToDouble(a -> norm(doubles(a))).toArray();
                assertClose(norms, ORIGINAL.get(name + ".gradients").values(), 1e-3, 2e-4);
            }
        }
    }

    private static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
    }

    /** Names and shapes of all 390 arrays, by their hash, and how many numbers they hold. */
    @Test
    void table10IsTheOriginalsNetwork() {
        List<ParameterSpec> specs = UnetConfig.cifar10(false).specs();
        String all =
                specs.stream()
                        .map(
                                s ->
                                        s.name()
                                                + " "
                                                + Arrays.stream(s.shape().getShape())
                                                        .mapToObj(Long::toString)
                                                        .collect(Collectors.joining("x")))
                        .collect(Collectors.joining("\n"));
        assertThat(specs).hasSize(390);
        assertThat(specs.stream().mapToLong(ParameterSpec::size).sum()).isEqualTo(55_676_419L);
        assertThat(Sha256.of(all.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("41c246da318b23cd8d77ee0f1b1c828491c2ed07c66c7255b6a77fe8283fe03c");
    }

    @Test
    void aFreshNetworkAnswersZero(Arena arena) {
        for (String name : List.of("plain", "labelled")) {
            try (FieldModel network = named(name, true).fresh(Precision.FLOAT32, Device.cpu(), 3);
                    GradMode off = GradMode.off()) {
                assertThat(answer(network, arena).gradient().toFloatArray()).containsOnly(0f);
                assertThat(answer(network, arena).tokens().getShape().get(1))
                        .isEqualTo(name.equals("plain") ? 32 : 64);
            }
        }
        try (FieldModel network =
                named("labelled", true).fresh(Precision.FLOAT32, Device.cpu(), 3)) {
            float[] table = network.parameters().get("label_emb.weight").toFloatArray();
            assertThat(Arrays.copyOfRange(table, 3 * 128, 4 * 128)).containsOnly(0f);
            assertThat(norm(doubles(network.parameters().get("label_emb.weight"))))
                    .isBetween(17.0, 22.0); // √(3·128) of standard deviation 1
        }
    }

    /** Masks are a function of a sample's seed: not of its place, nor of the others. */
    @Test
    void dropoutIsAFunctionOfTheSeed(Arena arena) {
        try (Unet network = HashedUnet.of(named("plain", true), Precision.FLOAT32);
                GradMode off = GradMode.off()) {
            float[] a = trained(network, arena, 0, 2, 11, 12);
            assertThat(trained(network, arena, 0, 2, 11, 12)).isEqualTo(a);
            float[] other = trained(network, arena, 0, 2, 11, 13);
            assertClose(first(other), first(a), 1e-5, 1e-5);
            assertThat(second(other)).isNotEqualTo(second(a));
            assertClose(trained(network, arena, 1, 2, 12), second(a), 1e-5, 1e-5);
            assertThat(a).isNotEqualTo(answer(network, arena).gradient().toFloatArray());
        }
    }

    private static float[] trained(Unet network, Arena arena, int from, int to, long... seeds) {
        String rows = from + ":" + to;
        return network.trainingAnswer(
                        states(arena).get(rows),
                        arena.of(TIMES, 2).get(rows),
                        arena.of(LABELS, 2).get(rows),
                        seeds)
                .gradient()
                .toFloatArray();
    }

    private static float[] first(float[] both) {
        return Arrays.copyOfRange(both, 0, both.length / 2);
    }

    private static float[] second(float[] both) {
        return Arrays.copyOfRange(both, both.length / 2, both.length);
    }

    /** The mean over masks of the last block's activations is that without: 1/(1 − p) is there. */
    @Test
    void dropoutKeepsTheMean(Arena arena) {
        UnetConfig c =
                new UnetConfig(8, 3, 32, List.of(1), 1, List.of(), 1, 0.3, false, 3, 0, false);
        try (Unet network = HashedUnet.of(c, Precision.FLOAT32);
                GradMode off = GradMode.off()) {
            double[] mean = new double[2 * 32 * 64];
            int rounds = 20;
            for (int r = 0; r < rounds; r++) {
                NDArray tokens =
                        network.trainingAnswer(
                                        states(arena),
                                        arena.of(TIMES, 2),
                                        arena.of(LABELS, 2),
                                        new long[] {2L * r, 2L * r + 1})
                                .tokens();
                double[] some = doubles(tokens);
                for (int i = 0; i < mean.length; i++) {
                    mean[i] += some[i] / rounds;
                }
            }
            double[] want = doubles(answer(network, arena).tokens());
            double off2 = 0;
            for (int i = 0; i < mean.length; i++) {
                off2 += (mean[i] - want[i]) * (mean[i] - want[i]);
            }
            assertThat(Math.sqrt(off2) / norm(want)).isLessThan(0.3);
        }
    }

    /** An explicit energy over it: its gradient is that of differences of the energy. */
    @Test
    void energiesCanBeTakenOfIt(Arena arena) {
        UnetConfig c = named("labelled", false);
        try (Unet owner = HashedUnet.of(c, Precision.FLOAT32);
                EnergyModel model =
                        new EnergyArchitecture(c, new DotProduct())
                                .build(Precision.FLOAT32, owner.parameters().borrowed());
                GradMode off = GradMode.off();
                var field = model.condition(LABELS)) {
            NDArray x = states(arena);
            float[] g = field.gradient(x).toFloatArray();
            float[] at = x.toFloatArray();
            int best = 0;
            for (int i = 0; i < g.length; i++) {
                best = Math.abs(g[i]) > Math.abs(g[best]) ? i : best;
            }
            double want =
                    energy(field, arena, at, best, 1e-2) - energy(field, arena, at, best, -1e-2);
            assertThat((double) g[best]).isCloseTo(want / 2e-2, withinPercentage(2));
        }
    }

    private static double energy(Field field, Arena arena, float[] x, int i, double move) {
        float[] moved = x.clone();
        moved[i] += (float) move;
        return Arrays.stream(doubles(field.energy(arena.of(moved, 2, 3, 8, 8)))).sum();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "labelled"})
    void filesHoldArchitectureAndWeights(String name, @TempDir Path folder, Arena arena) {
        Path file = folder.resolve("model.safetensors");
        UnetConfig c = named(name, true);
        try (Unet network = HashedUnet.of(c, Precision.FLOAT32);
                GradMode off = GradMode.off()) {
            ModelFile.write(file, c, network.parameters());
            assertThat(ModelFile.architecture(file)).isEqualTo(c);
            try (FieldModel read = ModelFile.read(file, Precision.FLOAT32, Device.cpu())) {
                assertThat(answer(read, arena).gradient().toFloatArray())
                        .isEqualTo(answer(network, arena).gradient().toFloatArray());
            }
        }
    }

    @Test
    void restrictedFieldsAnswerTheSame(Arena arena) {
        try (Unet network = HashedUnet.of(named("labelled", true), Precision.FLOAT32);
                GradMode off = GradMode.off();
                FieldModel.Conditioned both = network.condition(LABELS, new double[] {0.25, 0.75});
                FieldModel.Conditioned one = both.restricted(new int[] {1})) {
            NDArray x = states(arena);
            float[] want = second(both.gradient(x).toFloatArray());
            assertClose(one.gradient(x.get("1:2")).toFloatArray(), want, 1e-5, 1e-5);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> one.gradient(x))
                    .withMessageContaining("conditioned on 1 labels");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> network.condition(new long[] {4}))
                    .withMessageContaining("label 4 is not in [0, 3]");
        }
    }

    @Test
    void refusesImpossibleValues() {
        refused(() -> small(9, 32, List.of(1, 1), 1, 0, false, 0), "imageSize");
        refused(() -> small(8, 33, List.of(1, 1), 1, 0, false, 0), "width");
        refused(() -> small(8, 32, List.of(), 1, 0, false, 0), "multipliers");
        refused(() -> small(8, 32, List.of(1, 0), 1, 0, false, 0), "multipliers");
        refused(() -> small(8, 32, List.of(1, 1), 3, 0, false, 0), "heads");
        refused(() -> small(8, 32, List.of(1, 1), 1, 1, false, 0), "dropout");
        refused(() -> small(8, 32, List.of(1, 1), 1, 0, false, 0.1), "without labels");
    }

    private static UnetConfig small(
            int side,
            int width,
            List<Integer> multipliers,
            int heads,
            double dropout,
            boolean labels,
            double labelDropout) {
        return new UnetConfig(
                side,
                3,
                width,
                multipliers,
                1,
                List.of(2),
                heads,
                dropout,
                labels,
                3,
                labelDropout,
                false);
    }

    private static void refused(Runnable construction, String word) {
        assertThatIllegalArgumentException()
                .isThrownBy(construction::run)
                .withMessageContaining(word);
    }

    /** By hand, for one level of one block at 8x8. */
    @Test
    void countsItsWork() {
        UnetConfig c = new UnetConfig(8, 3, 32, List.of(1), 1, List.of(), 1, 0, false, 3, 0, false);
        assertThat(c.macs())
                .containsEntry("stem", 9L * 3 * 32 * 64)
                .containsEntry("time_mlp", 32L * 128 + 128 * 128)
                // down, two in the middle: 32 to 32; two on the way up: 64 to 32, with a way around
                .containsEntry(
                        "residual_blocks", 64L * (3 * 9 * 32 * 64 + 2 * (9 * 32 * 96 + 64 * 32)))
                .containsEntry("scale_shift", 5L * 2 * 128 * 32)
                .containsEntry("attention_products", 2L * 32 * 64 * 64)
                .containsEntry("final_convolution", 9L * 32 * 3 * 64);
    }
}
