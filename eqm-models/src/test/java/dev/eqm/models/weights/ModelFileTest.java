package dev.eqm.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.device.Precision;
import dev.eqm.core.store.DType;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.store.TensorFile;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.nn.RandomParameters;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.sit.SiTNames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class ModelFileTest {
    private static final String KEY = "eqm.architecture";
    private static final SiTConfig CONFIG =
            new SiTConfig(8, 2, 3, 16, 2, 2, 2.5, 4, 0.15, true, true);

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void write() {
        file = folder.resolve("model.safetensors");
        try (Parameters parameters = RandomParameters.of(SiTNames.of(CONFIG), 1)) {
            ModelFile.write(file, CONFIG, parameters);
        }
    }

    @Test
    void roundTripKeepsEveryBitAndTheArchitecture() {
        try (Parameters original = RandomParameters.of(SiTNames.of(CONFIG), 1);
                FieldModel network = ModelFile.read(file, Precision.FLOAT32, Device.cpu())) {
            assertThat(network.architecture()).isEqualTo(CONFIG);
            Parameters read = network.parameters();
            assertThat(read.specs()).map(ParameterSpec::name).isEqualTo(names(original));
            for (ParameterSpec spec : original.specs()) {
                assertThat(bits(read, spec)).as(spec.name()).isEqualTo(bits(original, spec));
            }
            assertThat(read.trainable()).allMatch(NDArray::hasGradient);
            Path again = folder.resolve("again.safetensors");
            ModelFile.write(again, network.architecture(), read);
            assertThat(again).hasSameBinaryContentAs(file);
        }
    }

    @Test
    void unusualNumbersSurvive() {
        float[] odd = {-0f, Float.MIN_VALUE, Float.POSITIVE_INFINITY, Float.intBitsToFloat(-3)};
        edit(tensors -> tensors.put("x_embedder.proj.bias", TensorData.of(pad(odd), 16)));
        try (FieldModel network = ModelFile.read(file, Precision.FLOAT32, Device.cpu())) {
            float[] got = network.parameters().get("x_embedder.proj.bias").toFloatArray();
            for (int i = 0; i < odd.length; i++) {
                assertThat(Float.floatToRawIntBits(got[i]))
                        .isEqualTo(Float.floatToRawIntBits(odd[i]));
            }
        }
    }

    /** The data may be gone: the header is enough. */
    @Test
    void architectureIsReadFromTheHeader() throws IOException {
        assertThat(ModelFile.architecture(file)).isEqualTo(CONFIG);
        TensorFile all = Safetensors.read(file);
        Safetensors.write(file, Map.of(), all.metadata());
        assertThat(ModelFile.architecture(file)).isEqualTo(CONFIG);
        assertThat(Files.size(file)).isLessThan(1000);
    }

    @Test
    void metadataIsOneReadableObject() {
        assertThat(Safetensors.header(file).metadata())
                .containsExactly(
                        Map.entry(
                                KEY,
                                "{\"kind\":\"sit\",\"imageSize\":8,\"patchSize\":2,\"channels\":3,"
                                        + "\"width\":16,\"depth\":2,\"heads\":2,\"mlpRatio\":2.5,"
                                        + "\"classes\":4,\"labelDropout\":0.15,"
                                        + "\"learnSigma\":true,\"timeConditional\":true}"));
    }

    @Test
    void missingTensorsAreNamed() {
        edit(tensors -> tensors.remove("blocks.1.attn.proj.bias"));
        refused(
                "tensor 'blocks.1.attn.proj.bias' is missing;"
                        + " the file belongs to another architecture");
    }

    @Test
    void unexpectedTensorsAreNamedAndCounted() {
        edit(
                tensors -> {
                    tensors.put("blocks.3.attn.proj.bias", TensorData.of(new float[1], 1));
                    tensors.put("blocks.2.attn.proj.bias", TensorData.of(new float[1], 1));
                });
        refused(
                "tensor 'blocks.2.attn.proj.bias' (2 in total) does not belong to this architecture");
    }

    @Test
    void wrongShapesAreNamed() {
        edit(tensors -> tensors.put("final_layer.linear.bias", TensorData.of(new float[12], 12)));
        refused(
                "tensor 'final_layer.linear.bias' is F32 [12], but this architecture needs F32 [24]");
        edit(tensors -> tensors.put("pos_embed", TensorData.of(new float[256], 16, 16)));
        refused("tensor 'pos_embed' is F32 [16, 16], but this architecture needs F32 [1, 16, 16]");
    }

    @Test
    void wrongTypesAreNamed() {
        edit(tensors -> tensors.put("x_embedder.proj.bias", TensorData.of(new double[16], 16)));
        refused("tensor 'x_embedder.proj.bias' is F64 [16], but this architecture needs F32 [16]");
        byte[] half = new byte[32];
        edit(
                tensors ->
                        tensors.put(
                                "x_embedder.proj.bias",
                                TensorData.wrap(
                                        DType.BF16, new long[] {16}, ByteBuffer.wrap(half))));
        refused("tensor 'x_embedder.proj.bias' is BF16 [16], but this architecture needs F32 [16]");
    }

    @Test
    void filesOfOtherProgramsAreRecognised() {
        Safetensors.write(file, Safetensors.read(file).tensors(), Map.of("format", "pt"));
        refused(
                "its metadata has no eqm.architecture, so it was not written by "
                        + "eqm; convert weights of other programs with eqm import");
        assertThatThrownBy(() -> ModelFile.architecture(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("its metadata has no eqm.architecture");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{}", "{\"kind\":\"resnet\"}", "{\"kind\":3}"})
    void damagedMetadataIsShown(String json) {
        metadata(json);
        assertThatThrownBy(() -> ModelFile.architecture(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ": eqm.architecture ")
                .hasMessageEndingWith(": " + json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"heads\":2 | \"heads\":3",
                "\"heads\":2 | \"heads\":\"2\"",
                "\"heads\":2 | \"heads\":2.5",
                "\"heads\":2 | \"heads\":99999999999",
                "\"heads\":2 | \"heads\":null",
                "\"heads\":2 | \"hats\":2",
                "\"mlpRatio\":2.5 | \"mlpRatio\":-1",
                "\"mlpRatio\":2.5 | \"mlpRatio\":true",
                "\"learnSigma\":true | \"learnSigma\":1"
            })
    void damagedEntriesAreShown(String good, String bad) {
        String json = Safetensors.header(file).metadata().get(KEY);
        assertThat(json).contains(good);
        metadata(json.replace(good, bad));
        assertThatThrownBy(() -> ModelFile.read(file, Precision.FLOAT32, Device.cpu()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ": eqm.architecture cannot be read (")
                .hasMessageContaining(bad);
    }

    /** A damaged header must not decide how much memory is taken. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"depth\":2 | \"depth\":2147483647",
                "\"imageSize\":8 | \"imageSize\":2147483646",
                "\"imageSize\":8 | \"imageSize\":40000",
                "\"imageSize\":8 | \"imageSize\":10000",
                "\"depth\":2 | \"depth\":9999",
                "\"width\":16 | \"width\":2147483644",
                "\"classes\":4 | \"classes\":2147483647"
            })
    void absurdArchitecturesAreRefusedBeforeAnythingIsAllocated(String good, String bad) {
        String json = Safetensors.header(file).metadata().get(KEY);
        assertThat(json).contains(good);
        metadata(json.replace(good, bad));
        assertThatThrownBy(() -> ModelFile.read(file, Precision.FLOAT32, Device.cpu()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ": ");
    }

    private void refused(String message) {
        long open = LeakCheck.openArrays();
        assertThatThrownBy(() -> ModelFile.read(file, Precision.FLOAT32, Device.cpu()))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(file + ": " + message);
        assertThat(LeakCheck.openArrays()).isEqualTo(open);
    }

    private void edit(Consumer<Map<String, TensorData>> change) {
        TensorFile all = Safetensors.read(file);
        Map<String, TensorData> tensors = new LinkedHashMap<>(all.tensors());
        change.accept(tensors);
        Safetensors.write(file, tensors, all.metadata());
    }

    private void metadata(String json) {
        Safetensors.write(file, Safetensors.read(file).tensors(), Map.of(KEY, json));
    }

    private static List<String> names(Parameters parameters) {
        return parameters.specs().stream().map(ParameterSpec::name).toList();
    }

    private static TensorData bits(Parameters parameters, ParameterSpec spec) {
        return ModelFile.tensor(parameters.get(spec.name()));
    }

    private static float[] pad(float[] some) {
        return Arrays.copyOf(some, 16);
    }
}
