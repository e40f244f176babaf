package dev.eqm.sample.evaluation.feature;

import static dev.eqm.core.testing.NearTo.assertClose;
import static dev.eqm.core.testing.NearTo.doubles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.Sha256;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.testing.Frozen;
import dev.eqm.core.testing.Hashed;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.core.testing.LegacyTorch;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.weights.CheckpointException;
import dev.eqm.models.weights.torch.TorchFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against pytorch-fid and torch-fidelity with the same hashed weights. */
@ExtendWith(LeakCheck.class)
class InceptionFeaturesTest {
    private static final Map<String, Frozen> OTHERS =
            Frozen.read(InceptionFeaturesTest.class, "inception.txt");

    private static Parameters hashed() {
        List<ParameterSpec> specs = InceptionNames.all();
        return Parameters.of(
                Device.cpu(),
                specs,
                (arena, spec) ->
                        arena.of(values(spec, specs.indexOf(spec)), spec.shape().getShape()));
    }

    private static float[] values(ParameterSpec spec, int place) {
        int n = (int) spec.size();
        String name = spec.name();
        double base = name.endsWith("running_var") || name.endsWith("bn.weight") ? 1 : 0;
        double scale =
                name.endsWith("running_var")
                        ? 0.5
                        : spec.shape().dimension() == 1
                                ? 0.2
                                : Math.sqrt(6.0 / (n / (double) spec.shape().get(0)));
        double[] hashed = Hashed.doubles(n, 100 + place, 1);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) (base + scale * hashed[i]);
        }
        return values;
    }

    /** Two of 3x20x24. */
    private static NDArray pictures(Arena arena) {
        double[] hashed = Hashed.doubles(2 * 3 * 20 * 24, 1, 1);
        float[] bytes = new float[hashed.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = Math.min(255, (int) ((hashed[i] + 1) * 128));
        }
        return arena.of(bytes, 2, 3, 20, 24);
    }

    private static void assertEqual(String name, NDArray got, int every, double tolerance) {
        double[] all = doubles(got);
        int columns = all.length / (int) got.getShape().get(0);
        double[] some =
                IntStream.range(0, all.length)
                        .filter(i -> i % columns % every == 0)
                        .mapToDouble(i -> all[i])
                        .toArray();
        assertClose(some, OTHERS.get(name).values(), tolerance, tolerance);
    }

    @Test
    void equalsPytorchFidAndTorchFidelity(Arena arena) {
        Parameters weights = hashed();
        try (InceptionFeatures theirs =
                        InceptionFeatures.of(weights, InceptionFeatures.Resize.PYTORCH_FID);
                GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            InceptionFeatures first =
                    InceptionFeatures.of(weights, InceptionFeatures.Resize.TENSORFLOW);
            NDArray x = pictures(arena);
            assertEqual("pytorch_fid.pool", theirs.of(x).get(FeatureKind.POOLED), 8, 1e-4);
            Map<FeatureKind, NDArray> all = first.of(x);
            assertEqual("torch_fidelity.pool", all.get(FeatureKind.POOLED), 8, 1e-4);
            assertEqual("torch_fidelity.spatial", all.get(FeatureKind.SPATIAL), 8, 1e-4);
            assertEqual("torch_fidelity.logits", all.get(FeatureKind.LOGITS), 8, 1e-4);
            all.forEach(
                    (kind, a) ->
                            assertThat(a.getShape().get(1))
                                    .isEqualTo((long) first.spec().dimensions().get(kind)));
            assertClose(plane(first, x), OTHERS.get("resized").values(), 1e-4, 0);
        }
    }

    /** clean-fid's: enlarging and reducing; bicubic overshoots, so that clipping shows. */
    @Test
    void cleanResizesAsPillowDoesInFloats(Arena arena) {
        try (InceptionFeatures clean =
                        InceptionFeatures.of(hashed(), InceptionFeatures.Resize.CLEAN);
                GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            double[] hashed = Hashed.doubles(3 * 340 * 500, 2, 1);
            float[] large = new float[hashed.length];
            for (int i = 0; i < large.length; i++) {
                large[i] = Math.min(255, (int) ((hashed[i] + 1) * 128));
            }
            assertClose(
                    plane(clean, pictures(arena)),
                    OTHERS.get("clean.enlarged").values(),
                    0.01, // of 255: libtorch computes the weights in float32
                    0);
            assertClose(
                    plane(clean, arena.of(large, 1, 3, 340, 500)),
                    OTHERS.get("clean.reduced").values(),
                    0.01, // of 255: libtorch computes the weights in float32
                    0);
            assertThat(clean.spec().toString()).contains("clean-fid");
        }
    }

    /** Every 97th number of the first channel of the first picture. */
    private static double[] plane(InceptionFeatures features, NDArray pictures) {
        double[] plane = Arrays.copyOf(doubles(features.resized(pictures)), 299 * 299);
        return IntStream.range(0, plane.length)
                .filter(i -> i % 97 == 0)
                .mapToDouble(i -> plane[i])
                .toArray();
    }

    /** 472 arrays, by the hash of their names and shapes. */
    @Test
    void namesAreThoseOfTheStateDict() {
        List<ParameterSpec> specs = InceptionNames.all();
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
        assertThat(specs).hasSize(472);
        assertThat(Sha256.of(all.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("d850f67059aa9732301381f47164821c0a3d6646804fd06515d9b53fffbbd3ef");
    }

    /** A state_dict has counters beside the weights, which nobody needs. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsPyTorchsFile(boolean legacy, Arena arena, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("inception.pth");
        Map<String, TensorData> state = new LinkedHashMap<>();
        List<ParameterSpec> specs = InceptionNames.all();
        for (int i = 0; i < specs.size(); i++) {
            ParameterSpec spec = specs.get(i);
            long[] shape = spec.shape().getShape();
            state.put(spec.name(), TensorData.of(values(spec, i), shape));
        }
        state.put("Conv2d_1a_3x3.bn.num_batches_tracked", TensorData.of(new long[] {0}));
        if (legacy) {
            LegacyTorch.write(file, state);
        } else {
            TorchFile.write(file, state);
        }
        try (InceptionFeatures features =
                        InceptionFeatures.open(
                                file, InceptionFeatures.Resize.PYTORCH_FID, Device.cpu());
                GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            NDArray pooled = features.of(pictures(arena)).get(FeatureKind.POOLED);
            assertEqual("pytorch_fid.pool", pooled, 8, 1e-4);
        }
    }

    @Test
    void refusesOtherFiles(@TempDir Path folder) {
        Path file = folder.resolve("other.safetensors");
        Safetensors.write(file, Map.of("fc.weight", TensorData.of(new float[4], 2, 2)), Map.of());
        assertThatThrownBy(
                        () ->
                                InceptionFeatures.open(
                                        file, InceptionFeatures.Resize.TENSORFLOW, Device.cpu()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll("other.safetensors", "Conv2d_1a_3x3.conv.weight");
    }
}
