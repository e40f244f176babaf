package dev.eqm.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.eqm.core.store.DType;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.store.TensorSource;
import dev.eqm.models.weights.torch.TorchFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layouts of weights that are in circulation. */
class PublishedFileTest {
    private static final String BIAS = "final_layer.linear.bias";

    @TempDir Path folder;

    private static TensorData tensor(float... values) {
        return TensorData.of(values, values.length);
    }

    private static Map<String, Object> dict(Object... pairs) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            all.put((String) pairs[i], pairs[i + 1]);
        }
        return all;
    }

    private static Map<String, Object> weights(float first) {
        return dict("pos_embed", tensor(first, 9), "w", tensor(first + 1), BIAS, tensor(first + 2));
    }

    private static Map<Object, Object> state(Object step) {
        Map<Object, Object> state = new LinkedHashMap<>();
        for (int i = 1; i <= 2; i++) {
            state.put(
                    (long) i,
                    dict("step", step, "exp_avg", tensor(10 + i), "exp_avg_sq", tensor(20 + i)));
        }
        return state;
    }

    private static Map<String, Object> optimizer(Map<Object, Object> state, Long... params) {
        return dict(
                "state",
                state,
                "param_groups",
                List.of(
                        dict(
                                "lr",
                                1e-4,
                                "betas",
                                List.of(0.9, 0.999),
                                "foreach",
                                null,
                                "params",
                                List.of(params))));
    }

    private static Map<String, Object> training() {
        return dict(
                "model",
                weights(1),
                "ema",
                weights(5),
                "opt",
                optimizer(state(TensorData.of(new float[] {3})), 0L, 1L, 2L),
                "args",
                dict("model", "EqM-XL/2", "uncond", true));
    }

    private Published read(Object root) {
        Path path = folder.resolve("x.pt");
        TorchFile.write(path, root);
        try (PublishedFile file = PublishedFile.open(path)) {
            Published p = file.content(); // fetched, so that it can be looked at afterwards
            return new Published(
                    fetched(p.model()),
                    p.isOneSet() ? p.model() : fetched(p.average()),
                    fetched(p.moments()),
                    p.optimizer(),
                    p.args());
        }
    }

    private static Map<String, TensorSource> fetched(Map<String, TensorSource> sources) {
        Map<String, TensorSource> all = new LinkedHashMap<>();
        sources.forEach((name, s) -> all.put(name, TensorSource.of(s.get())));
        return all;
    }

    private static float[] values(Map<String, TensorSource> tensors, String name) {
        return tensors.get(name).get().floats();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "module.", "_orig_mod.", "module._orig_mod.", "_orig_mod.module."})
    void bareWithAndWithoutPrefixes(String prefix) {
        Map<String, Object> prefixed = new LinkedHashMap<>();
        weights(1).forEach((name, t) -> prefixed.put(prefix + name, t));
        Published bare = read(prefixed);
        assertThat(bare.model().keySet()).containsExactly("pos_embed", "w", BIAS);
        assertThat(values(bare.model(), "w")).containsExactly(2);
        assertThat(read(dict("model", prefixed)).model().keySet())
                .containsExactly("pos_embed", "w", BIAS);
        assertThat(read(dict("state_dict", prefixed, "epoch", 3L)).model()).hasSize(3);
        assertThat(read(dict("ema", prefixed)).isOneSet()).isFalse(); // fetched apart
    }

    @Test
    void aPrefixOfSomeNamesStays() {
        Map<String, Object> some = weights(1);
        some.put("module.w", tensor(1));
        assertThat(read(some).model().keySet()).contains("w", "module.w");
    }

    @Test
    void theTrainingDictionary() {
        Published all = read(training());
        assertThat(values(all.model(), "pos_embed")).containsExactly(1, 9);
        assertThat(values(all.average(), "pos_embed")).containsExactly(5, 9);
        assertThat(all.step()).isEqualTo(3);
        assertThat(all.moments().keySet())
                .containsExactly(
                        "step",
                        "exp_avg.w",
                        "exp_avg_sq.w",
                        "exp_avg." + BIAS,
                        "exp_avg_sq." + BIAS);
        assertThat(values(all.moments(), "exp_avg.w")).containsExactly(11);
        assertThat(values(all.moments(), "exp_avg_sq." + BIAS)).containsExactly(22);
        assertThat(all.optimizer())
                .containsEntry("lr", 1e-4)
                .containsEntry("foreach", null)
                .doesNotContainKey("params");
        assertThat(all.args()).containsEntry("model", "EqM-XL/2");
    }

    /**
     * The optimiser may not have been given the fixed table, and old PyTorch counts in whole
     * numbers.
     */
    @Test
    void otherNumberings() {
        Map<Object, Object> from0 = new LinkedHashMap<>();
        state(7L).forEach((i, moment) -> from0.put((Long) i - 1, moment));
        Map<String, Object> root = training();
        root.put("opt", optimizer(from0, 0L, 1L));
        Published all = read(root);
        assertThat(all.step()).isEqualTo(7);
        assertThat(values(all.moments(), "exp_avg." + BIAS)).containsExactly(12);
        root.put("opt", optimizer(Map.of(), 0L, 1L, 2L));
        assertThat(read(root).moments()).as("before the first step").isEmpty();
    }

    @Test
    void theSignTurnsAndTurnsBack() {
        Published all = read(training());
        Published ours = all.turned();
        assertThat(values(ours.model(), BIAS)).containsExactly(-3);
        assertThat(values(ours.average(), BIAS)).containsExactly(-7);
        assertThat(values(ours.moments(), "exp_avg." + BIAS)).containsExactly(-12);
        assertThat(values(ours.moments(), "exp_avg_sq." + BIAS)).containsExactly(22);
        assertThat(values(ours.model(), "w")).containsExactly(2);
        assertThat(values(ours.turned().moments(), "exp_avg." + BIAS)).containsExactly(12);
    }

    @Test
    void writtenAndReadAgain() {
        Published all = read(training());
        Path path = folder.resolve("again.pt");
        PublishedFile.writeTraining(path, all);
        try (PublishedFile file = PublishedFile.open(path)) {
            Published again = file.content();
            for (String name : all.model().keySet()) {
                assertThat(again.model().get(name).get()).isEqualTo(all.model().get(name).get());
                assertThat(again.average().get(name).get())
                        .isEqualTo(all.average().get(name).get());
            }
            assertThat(again.moments().keySet()).isEqualTo(all.moments().keySet());
            all.moments()
                    .forEach((n, t) -> assertThat(again.moments().get(n).get()).isEqualTo(t.get()));
            assertThat(again.optimizer()).isEqualTo(all.optimizer());
            assertThat(again.args()).isEqualTo(all.args());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.pt", "x.safetensors"})
    void bareWeightsInBothFormats(String name) {
        Path path = folder.resolve(name);
        PublishedFile.writeWeights(path, read(weights(1)).model());
        try (PublishedFile file = PublishedFile.open(path)) {
            assertThat(file.content().isOneSet()).isTrue();
            assertThat(new ArrayList<>(file.content().model().keySet()))
                    .containsExactly("pos_embed", "w", BIAS);
            assertThat(values(file.content().model(), "pos_embed")).containsExactly(1, 9);
        }
    }

    @Test
    void otherWidthsBecomeFloat32Exactly() {
        ByteBuffer half = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        half.putShort((short) 0x3C01).putShort((short) 0x8001).flip();
        Map<String, Object> root =
                dict(
                        "f16",
                        TensorData.wrap(DType.F16, new long[] {2}, half),
                        "bf16",
                        TensorData.wrap(DType.BF16, new long[] {2}, half.duplicate()),
                        "f64",
                        TensorData.of(new double[] {0.5, -0.0}, 2));
        Map<String, TensorSource> read = read(root).model();
        assertThat(values(read, "f16")).containsExactly(1 + 0x1p-10f, -0x1p-24f);
        assertThat(values(read, "bf16")[0]).isEqualTo(Float.intBitsToFloat(0x3C010000));
        assertThat(values(read, "f64")).containsExactly(0.5f, -0.0f);
        assertThat(read.values()).allMatch(t -> t.dtype() == DType.F32);
        assertRefused(
                dict("a", TensorData.of(new double[] {0.1}, 1)), "0.1, which float32 would round");
        assertRefused(
                dict("a", TensorData.of(new long[] {1}, 1)),
                "a is I64[1], but weights must be floating-point");
    }

    @Test
    void refusals() {
        assertRefused(List.of(1L), "does not contain a dict in which");
        assertRefused(dict("weights", weights(1)), "neither a state_dict nor", "[weights]");
        assertRefused(dict("a", tensor(1), "b", "text"), "b is not a tensor");
        assertRefused(
                dict("model", dict("a", tensor(1), "b", List.of())), "model.b is not a tensor");
        Map<String, Object> root = training();
        root.put("opt", optimizer(state(3L), 0L, 1L, 2L, 3L));
        assertRefused(root, "opt numbers 4 parameters, but the model has 3");
        root.put("opt", optimizer(state(3L), 0L, 2L, 1L));
        assertRefused(root, "cannot be matched");
        root.put("opt", optimizer(state(0L), 0L, 1L, 2L));
        assertRefused(root, "step of 'w' must be a whole number");
        Map<Object, Object> uneven = state(3L);
        uneven.put(2L, dict("step", 4L, "exp_avg", tensor(1), "exp_avg_sq", tensor(1)));
        root.put("opt", optimizer(uneven, 0L, 1L, 2L));
        assertRefused(root, "different step counts: [3.0, 4.0]");
        uneven.remove(2L);
        assertRefused(root, "opt.state has no entry 2 for '" + BIAS + "'");
        uneven.put(
                2L,
                dict(
                        "step",
                        3L,
                        "exp_avg",
                        tensor(1),
                        "exp_avg_sq",
                        tensor(1),
                        "max_exp_avg_sq",
                        tensor(1)));
        assertRefused(root, "max_exp_avg_sq");
        root.put("opt", dict("state", state(3L), "param_groups", List.of()));
        assertRefused(root, "a single group of parameters");
    }

    @Test
    void ourOwnFilesAreNotPublished() {
        Path path = folder.resolve("own.safetensors");
        Safetensors.write(path, Map.of("a", tensor(1)), Map.of(Architectures.KEY, "{}"));
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> PublishedFile.open(path))
                .withMessageContaining("is already a model file of eqm, with the paper's sign");
    }

    private void assertRefused(Object root, String... messages) {
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> read(root))
                .withMessageStartingWith(folder.resolve("x.pt") + ": ")
                .satisfies(e -> assertThat(e.getMessage()).contains(messages));
    }
}
