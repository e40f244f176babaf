package dev.eqm.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.FieldModel.Conditioned;
import dev.eqm.models.onnx.LabelForm;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.weights.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not what they should be. */
@ExtendWith(LeakCheck.class)
class OrtRuntimeTest {
    private static final SiTConfig SMALL = new SiTConfig(8, 2, 3, 16, 1, 2, 4, 4, 0.1, true, false);

    @TempDir Path folder;
    private Exported both;

    @BeforeEach
    void export() {
        both = Exported.of(folder, SMALL, LabelForm.AUTO);
    }

    private void edit(Consumer<ModelProto.Builder> change) throws IOException {
        ModelProto.Builder model =
                ModelProto.parseFrom(Files.readAllBytes(both.graph())).toBuilder();
        change.accept(model);
        Files.write(both.graph(), model.build().toByteArray());
    }

    private void refused(String why) {
        assertThatThrownBy(() -> both.runtime().close())
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(both.graph().toString())
                .hasMessageContaining(why);
    }

    /** A length that is right, over a graph that is not. */
    @Test
    void aDamagedGraphIsRefused() throws IOException {
        edit(m -> m.getGraphBuilder().removeInitializer(3));
        refused("cannot be loaded: it is damaged");
        export();
        edit(m -> m.getGraphBuilder().getNodeBuilder(5).setOpType("Nonsense"));
        refused("cannot be loaded: it is damaged");
        export();
        byte[] all = Files.readAllBytes(both.graph());
        Files.write(both.graph(), Arrays.copyOf(all, all.length - 5));
        refused("is not an ONNX file, or is damaged or cut short");
    }

    @Test
    void aGraphOfAnotherShapeThanItsMetadataSayIsRefused() throws IOException {
        String other = "{\"kind\":\"sit\",\"imageSize\":16";
        edit(
                m -> {
                    for (StringStringEntryProto.Builder entry : m.getMetadataPropsBuilderList()) {
                        entry.setValue(
                                entry.getValue()
                                        .replace("{\"kind\":\"sit\",\"imageSize\":8", other));
                    }
                });
        refused("the graph must have x, FLOAT of [-1, 3, 16, 16]");
    }

    @Test
    void aGraphWhoseLabelIsNoInputAsItsMetadataSayIsRefused() throws IOException {
        edit(
                m -> {
                    for (StringStringEntryProto.Builder entry : m.getMetadataPropsBuilderList()) {
                        if (entry.getKey().equals("eqm.label")) {
                            entry.setValue("1");
                        }
                    }
                });
        refused("the graph has the inputs");
    }

    /** As a model of more than 2 GB has them. */
    @Test
    void weightsBesideTheFileAreFoundAndMissed() throws IOException {
        Path data = folder.resolve("model.onnx.data");
        float[] wanted = answer();
        edit(
                m -> {
                    for (TensorProto.Builder t : m.getGraphBuilder().getInitializerBuilderList()) {
                        if (t.getName().endsWith("attn.qkv.weight_t")) {
                            write(data, t.getRawData());
                            t.clearRawData()
                                    .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                                    .addExternalData(
                                            StringStringEntryProto.newBuilder()
                                                    .setKey("location")
                                                    .setValue("model.onnx.data"));
                        }
                    }
                });
        assertThat(answer()).isEqualTo(wanted);
        Files.delete(data);
        refused("its .data file is missing");
    }

    private float[] answer() {
        try (Arena arena = Arena.cpu("states");
                Scope scope = Scope.open();
                FieldModel runtime = both.runtime();
                Conditioned field = runtime.condition(new long[] {1})) {
            return field.gradient(arena.full(0.3, 1, 3, 8, 8)).toFloatArray();
        }
    }

    private static void write(Path file, ByteString bytes) {
        try {
            Files.write(file, bytes.toByteArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
