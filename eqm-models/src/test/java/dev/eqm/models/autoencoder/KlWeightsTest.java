package dev.eqm.models.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.store.DType;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.weights.CheckpointException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class KlWeightsTest {
    private static final String ATTENTION = "decoder.mid_block.attentions.0.";

    @TempDir private Path folder;

    private final Map<String, TensorData> golden = TinyKl.golden();
    private final Map<String, TensorData> tensors =
            new LinkedHashMap<>(Safetensors.read(TinyKl.weights()).tensors());

    private Path write(Map<String, TensorData> all) {
        Path file = folder.resolve("vae.safetensors");
        Safetensors.write(file, all, Map.of());
        return file;
    }

    private static KlCodec read(Path file) {
        return KlCodec.read(file, TinyKl.CONFIG, Tiles.NONE, Precision.FLOAT32, Device.cpu());
    }

    private float[] coded(Arena arena, KlCodec codec) {
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            NDArray x = TinyKl.array(arena, golden.get("one_x"));
            NDArray z = TinyKl.array(arena, golden.get("one_z"));
            return codec.encode(x).flatten().concat(codec.decode(z).flatten()).toFloatArray();
        }
    }

    /** Every file below holds the same numbers under other names, or in other shapes. */
    @Test
    void allLayoutsGiveTheSameBits(Arena arena) {
        float[] want;
        try (KlCodec codec = read(TinyKl.weights())) {
            want = coded(arena, codec);
        }
        Map<String, UnaryOperator<String>> layouts =
                Map.of(
                        "old", name -> TinyKl.names().get(name).get(0),
                        "compvis", name -> TinyKl.names().get(name).get(1),
                        "stable diffusion",
                                name -> "first_stage_model." + TinyKl.names().get(name).get(1),
                        "pipeline", name -> "vae." + name);
        layouts.forEach(
                (layout, rename) -> {
                    boolean convolutions = !layout.equals("old");
                    Map<String, TensorData> all = new LinkedHashMap<>();
                    tensors.forEach(
                            (name, tensor) ->
                                    all.put(
                                            rename.apply(name),
                                            convolutions ? widened(name, tensor) : tensor));
                    if (layout.equals("stable diffusion")) {
                        all.put("model.diffusion_model.x", TensorData.of(new float[1], 1));
                        all.put("first_stage_model.loss.x", TensorData.of(new float[1], 1));
                    }
                    try (KlCodec codec = read(write(all))) {
                        assertThat(coded(arena, codec)).as(layout).isEqualTo(want);
                    }
                });
    }

    private static TensorData widened(String name, TensorData tensor) {
        long[] s = tensor.shape();
        return name.contains(".attentions.") && s.length == 2
                ? TensorData.wrap(tensor.dtype(), new long[] {s[0], s[1], 1, 1}, tensor.buffer())
                : tensor;
    }

    /** bfloat16 is the upper half of a float32: cutting it off twice changes nothing. */
    @Test
    void shorterNumbersAreWidened(Arena arena) {
        Map<String, TensorData> cut = new LinkedHashMap<>();
        Map<String, TensorData> bf16 = new LinkedHashMap<>();
        tensors.forEach(
                (name, tensor) -> {
                    float[] values = tensor.floats();
                    ByteBuffer bytes =
                            ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
                    for (int i = 0; i < values.length; i++) {
                        int upper = Float.floatToRawIntBits(values[i]) >>> 16;
                        bytes.putShort((short) upper);
                        values[i] = Float.intBitsToFloat(upper << 16);
                    }
                    cut.put(name, TensorData.of(values, tensor.shape()));
                    bf16.put(name, TensorData.wrap(DType.BF16, tensor.shape(), bytes.flip()));
                });
        float[] want;
        try (KlCodec codec = read(write(cut))) {
            want = coded(arena, codec);
        }
        try (KlCodec codec = read(write(bf16))) {
            assertThat(coded(arena, codec)).isEqualTo(want);
        }
    }

    private void assertRefused(String... parts) {
        Path file = write(tensors);
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("vae.safetensors")
                .hasMessageContainingAll(parts);
    }

    @Test
    void whatIsMissingIsNamedAsTheFileNamesIt() {
        TensorData gone = tensors.remove(ATTENTION + "to_k.weight");
        assertRefused("'" + ATTENTION + "to_k.weight' is missing", "DIFFUSERS");
        tensors.put(ATTENTION + "key.weight", gone);
        tensors.put(ATTENTION + "query.weight", gone);
        assertRefused("encoder.mid_block.attentions.0.query.weight' is missing", "DIFFUSERS_OLD");
    }

    @Test
    void whatHasNoPlaceIsNamed() {
        tensors.put("decoder.up_blocks.3.resnets.0.conv1.weight", TensorData.of(new float[1], 1));
        tensors.put("zebra", TensorData.of(new float[1], 1));
        assertRefused("'decoder.up_blocks.3.resnets.0.conv1.weight' (2 in total) does not belong");
    }

    @Test
    void whatHasAnotherShapeOrTypeIsNamed() {
        TensorData good = tensors.get("quant_conv.weight");
        tensors.put("quant_conv.weight", TensorData.of(new float[64], 64));
        assertRefused("'quant_conv.weight' is F32 [64]", "[8, 8, 1, 1]");
        tensors.put("quant_conv.weight", TensorData.of(good.doubles(), good.shape()));
        assertRefused("'quant_conv.weight' is F64", "F32, F16 or BF16");
    }

    @Test
    void otherFilesAreRefused() {
        assertThatThrownBy(() -> read(folder.resolve("vae.ckpt")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll("vae.ckpt", ".safetensors");
        tensors.clear();
        tensors.put("x", TensorData.of(new float[1], 1));
        assertRefused("'encoder.conv_in.weight' is missing");
    }

    /** A folder as Hugging Face has it: one file in it, whatever its name. */
    @Test
    void aFolderIsReadAsTheFileInIt(Arena arena) {
        write(tensors);
        try (KlCodec file = read(TinyKl.weights());
                KlCodec inFolder = read(folder)) {
            assertThat(coded(arena, inFolder)).isEqualTo(coded(arena, file));
        }
    }

    @Test
    void numbersThatAreNotFiniteAreRefusedByName() {
        String name = "decoder.conv_in.bias";
        float[] values = new float[tensors.get(name).elementCount()];
        values[0] = Float.NEGATIVE_INFINITY;
        tensors.put(name, TensorData.of(values, values.length));
        Path file = write(tensors);
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("'" + name + "' (1 number)");
    }
}
