package dev.eqm.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Noise;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.mlp.MlpConfig;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.FieldModel.Conditioned;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.onnx.LabelForm;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.sit.SiTPresets;
import dev.eqm.models.unet.UnetConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(LeakCheck.class)
class OrtModelTest {
    private static final double EXACT = 1e-5; // of the largest number of the answer
    private static final SiTConfig SMALL = new SiTConfig(8, 2, 3, 16, 2, 2, 4, 4, 0.1, true, false);

    @TempDir Path folder;

    static Stream<ModelArchitecture> networks() {
        return Stream.of(
                SMALL,
                new SiTConfig(8, 4, 1, 24, 3, 3, 2.5, 3, 0.1, false, false),
                new SiTConfig(16, 8, 4, 32, 1, 4, 4, 40, 0.1, true, false),
                new SiTConfig(6, 1, 1, 16, 1, 1, 1, 2, 0, false, false),
                SiTPresets.get("Nano/4").forImages(28, 1, 10),
                new MlpConfig(1, 2, 16, 2, 0, 3, 0.1, false),
                new MlpConfig(3, 2, 32, 3, 4, 5, 0.1, false),
                new UnetConfig(4, 1, 32, List.of(1, 2), 1, List.of(), 1, 0, true, 3, 0.1, false),
                new UnetConfig(
                        8, 3, 32, List.of(1, 1, 2), 2, List.of(2), 4, 0.3, true, 3, 0, false),
                new UnetConfig(8, 1, 32, List.of(2), 1, List.of(1), 2, 0.1, false, 9, 0, false));
    }

    static Stream<Arguments> graphs() {
        return networks()
                .flatMap(
                        network ->
                                Stream.of(
                                                new LabelForm.Table(),
                                                new LabelForm.Layers(),
                                                new LabelForm.One(network.classes() - 1),
                                                new LabelForm.One(network.classes()))
                                        .filter(form -> exists(network, form))
                                        .map(form -> Arguments.of(network, form)));
    }

    private static boolean exists(ModelArchitecture network, LabelForm form) {
        return !(network instanceof MlpConfig && form instanceof LabelForm.Layers);
    }

    /** N rows of noise, and labels that they are asked with. */
    private NDArray noise(Arena arena, ModelArchitecture network, int n) {
        long[] seeds = LongStream.range(0, n).map(i -> 100 + i).toArray();
        return Noise.normal(arena, seeds, network.sampleShape());
    }

    private static long[] labels(ModelArchitecture network, LabelForm form, int n) {
        int known = network.classes() + 1;
        return form instanceof LabelForm.One one
                ? LongStream.range(0, n).map(i -> one.label()).toArray()
                : LongStream.range(0, n).map(i -> (i + 2) % known).toArray();
    }

    /** max |a − b| / max |b|. */
    private static double off(float[] a, float[] b) {
        double largest = 0;
        double worst = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(b[i]));
            worst = Math.max(worst, Math.abs((double) a[i] - b[i]));
            assertThat(a[i]).isFinite();
        }
        assertThat(largest).isPositive();
        return worst / largest;
    }

    private static float[] gradient(FieldModel model, NDArray x, long... labels) {
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open();
                Conditioned field = model.condition(labels)) {
            return field.gradient(x).toFloatArray();
        }
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void theGraphIsTheNetwork(ModelArchitecture architecture, LabelForm form, Arena arena) {
        Exported both = Exported.of(folder, architecture, form);
        try (FieldModel network = both.network();
                FieldModel runtime = both.runtime()) {
            assertThat(runtime.architecture()).isEqualTo(architecture);
            for (int n : new int[] {1, 7}) {
                NDArray x = noise(arena, architecture, n);
                long[] labels = labels(architecture, form, n);
                double off = off(gradient(runtime, x, labels), gradient(network, x, labels));
                assertThat(off).isLessThan(EXACT);
            }
        }
    }

    /** So a test of equality can fail. */
    @Test
    void labelsAndStatesMatter(Arena arena) {
        Exported both = Exported.of(folder, SMALL, LabelForm.AUTO);
        try (FieldModel runtime = both.runtime()) {
            NDArray x = noise(arena, SMALL, 1);
            float[] one = gradient(runtime, x, 1);
            assertThat(off(gradient(runtime, x, 2), one)).isGreaterThan(0.01);
            NDArray other = noise(arena, SMALL, 2).get("1:2");
            assertThat(off(gradient(runtime, other, 1), one)).isGreaterThan(0.01);
            assertThat(gradient(runtime, x, 1)).isEqualTo(one);
        }
    }

    @Test
    void arraysThatAreNoWholeBlockOfMemoryAreRead(Arena arena) {
        Exported both = Exported.of(folder, SMALL, LabelForm.AUTO);
        try (FieldModel network = both.network();
                FieldModel runtime = both.runtime()) {
            NDArray turned = noise(arena, SMALL, 2).transpose(0, 1, 3, 2);
            assertThat(off(gradient(runtime, turned, 0, 3), gradient(network, turned, 0, 3)))
                    .isLessThan(EXACT);
            NDArray some = noise(arena, SMALL, 5).get("1:3");
            assertThat(off(gradient(runtime, some, 0, 3), gradient(network, some, 0, 3)))
                    .isLessThan(EXACT);
        }
    }

    @Test
    void answersBelongToTheCallersScopeAndOutliveTheField(Arena arena) {
        Exported both = Exported.of(folder, SMALL, LabelForm.AUTO);
        NDArray x = noise(arena, SMALL, 2);
        try (FieldModel runtime = both.runtime()) {
            float[] wanted = gradient(runtime, x, 1, 2);
            long left =
                    LeakCheck.openedBy(
                            () -> {
                                try (Scope scope = Scope.open()) {
                                    Conditioned field = runtime.condition(new long[] {1, 2});
                                    NDArray answer = field.gradient(x);
                                    field.close();
                                    System.gc();
                                    assertThat(answer.toFloatArray()).isEqualTo(wanted);
                                    assertThat(x.isReleased()).isFalse();
                                }
                            });
            assertThat(left).isZero();
        }
    }

    @Test
    void rowsThatAreLeftKeepTheirLabels(Arena arena) {
        Exported both = Exported.of(folder, SMALL, LabelForm.AUTO);
        try (FieldModel runtime = both.runtime();
                Scope scope = Scope.open();
                Conditioned field = runtime.condition(new long[] {0, 1, 2, 4});
                Conditioned rest = field.restricted(new int[] {3, 1})) {
            NDArray x = noise(arena, SMALL, 2);
            assertThat(rest.gradient(x).toFloatArray()).isEqualTo(gradient(runtime, x, 4, 1));
        }
    }

    @Test
    void severalThreadsMayAskAtOnce(Arena arena) throws Exception {
        Exported both = Exported.of(folder, SMALL, LabelForm.AUTO);
        try (FieldModel runtime = both.runtime()) {
            List<NDArray> states =
                    IntStream.range(1, 9).mapToObj(n -> noise(arena, SMALL, n)).toList();
            List<float[]> wanted =
                    states.stream().map(x -> gradient(runtime, x, threes(x))).toList();
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                List<Future<float[]>> got =
                        states.stream()
                                .map(x -> threads.submit(() -> gradient(runtime, x, threes(x))))
                                .toList();
                for (int i = 0; i < got.size(); i++) {
                    assertThat(got.get(i).get()).isEqualTo(wanted.get(i));
                }
            } finally {
                threads.shutdown();
            }
        }
    }

    private static long[] threes(NDArray x) {
        long[] all = new long[(int) x.getShape().get(0)];
        Arrays.fill(all, 3);
        return all;
    }

    @Test
    void whatTheGraphCannotBeAskedIsTold(Arena arena) {
        Exported both = Exported.of(folder, SMALL, LabelForm.AUTO);
        try (FieldModel runtime = both.runtime();
                Conditioned field = runtime.condition(new long[] {1, 2})) {
            told(() -> runtime.condition(new long[] {5}), "label 5 is not in [0, 4]");
            told(() -> runtime.condition(new long[] {-1}), "label -1 is not in [0, 4]");
            told(() -> field.gradient(arena.zeros(3, 3, 8, 8)), "conditioned on 2 labels");
            told(() -> field.gradient(arena.zeros(2, 3, 8, 4)), "states must be [N, 3, 8, 8]");
            told(() -> field.gradient(arena.zeros(2, 192)), "states must be [N, 3, 8, 8]");
            told(
                    () -> field.gradient(arena.zeros(2, 3, 8, 8).toType(DataType.FLOAT64, true)),
                    "must be float32");
            assertThatThrownBy(() -> runtime.answer(null, null, null))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("cannot be trained");
        }
    }

    @Test
    void aGraphOfOneLabelIsAskedForThatOneAlone() {
        Exported both = Exported.of(folder, SMALL, new LabelForm.One(2));
        try (FieldModel runtime = both.runtime()) {
            runtime.condition(new long[] {2, 2}).close();
            told(() -> runtime.condition(new long[] {2, 1}), "is the graph of label 2 alone");
            told(() -> runtime.condition(new long[] {4}), "the null label of guidance");
        }
    }

    private static void told(Runnable ask, String why) {
        assertThatThrownBy(ask::run)
                .isInstanceOf(BrokenRuleException.class)
                .hasMessageContaining(why);
    }
}
