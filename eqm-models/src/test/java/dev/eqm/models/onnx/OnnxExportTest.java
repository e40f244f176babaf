package dev.eqm.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.device.Precision;
import dev.eqm.core.field.DotProduct;
import dev.eqm.core.store.Sha256;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.mlp.MlpConfig;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.nn.RandomParameters;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.unet.UnetConfig;
import dev.eqm.models.weights.CheckpointException;
import dev.eqm.models.weights.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the files; that their numbers are right is tested where there is a runtime. */
@ExtendWith(LeakCheck.class)
class OnnxExportTest {
    private static final SiTConfig SIT = new SiTConfig(8, 2, 3, 16, 2, 2, 4, 4, 0.1, true, false);
    private static final UnetConfig UNET =
            new UnetConfig(8, 1, 32, List.of(1, 2), 1, List.of(2), 2, 0.1, true, 3, 0.1, false);
    private static final MlpConfig MLP = new MlpConfig(2, 2, 16, 2, 3, 4, 0.1, false);

    @TempDir Path folder;

    private Path exported(ModelArchitecture architecture, LabelForm form) {
        Path out = folder.resolve("model.onnx");
        new OnnxExport(stored(architecture), form).write(out, Map.of("more", "words"));
        return out;
    }

    private Path stored(ModelArchitecture architecture) {
        Path file = folder.resolve("model.safetensors");
        try (Parameters parameters = RandomParameters.of(architecture.specs(), 1)) {
            ModelFile.write(file, architecture, parameters);
        }
        return file;
    }

    private static ModelProto parsed(Path file) {
        try {
            return ModelProto.parseFrom(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<Arguments> graphs() {
        return Stream.of(SIT, UNET, MLP)
                .flatMap(
                        network ->
                                Stream.of(
                                                LabelForm.AUTO,
                                                new LabelForm.Table(),
                                                new LabelForm.One(1))
                                        .map(form -> Arguments.of(network, form)));
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void everyValueIsMadeOnceBeforeItIsUsedAndNothingIsUnused(
            ModelArchitecture architecture, LabelForm form) {
        ModelProto model = parsed(exported(architecture, form));
        assertThat(model.getOpsetImportList()).hasSize(1);
        assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(17);
        assertThat(model.getOpsetImport(0).getDomain()).isEmpty();
        GraphProto graph = model.getGraph();
        Set<String> known = new HashSet<>();
        graph.getInputList().forEach(i -> assertThat(known.add(i.getName())).isTrue());
        graph.getInitializerList().forEach(t -> assertThat(known.add(t.getName())).isTrue());
        Set<String> used = new HashSet<>();
        for (NodeProto node : graph.getNodeList()) {
            List<String> inputs = node.getInputList().stream().filter(i -> !i.isEmpty()).toList();
            assertThat(known).as(node.getName()).containsAll(inputs);
            used.addAll(inputs);
            node.getOutputList().forEach(o -> assertThat(known.add(o)).as(o).isTrue());
        }
        known.removeAll(used);
        assertThat(known).containsExactly("gradient");
        for (TensorProto tensor : graph.getInitializerList()) {
            long numbers = tensor.getDimsList().stream().reduce(1L, (a, b) -> a * b);
            int size = tensor.getDataType() == TensorProto.DataType.INT64_VALUE ? 8 : 4;
            assertThat(tensor.getRawData().size()).as(tensor.getName()).isEqualTo(numbers * size);
        }
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void inputsAndOutputAreOfAnyBatchSize(ModelArchitecture architecture, LabelForm form) {
        GraphProto graph = parsed(exported(architecture, form)).getGraph();
        String state =
                "N"
                        + Arrays.stream(architecture.sampleShape().getShape())
                                .mapToObj(n -> "," + n)
                                .collect(Collectors.joining());
        assertThat(described(graph.getOutputList())).isEqualTo(Map.of("gradient", "1:" + state));
        Map<String, String> inputs = new HashMap<>(Map.of("x", "1:" + state));
        if (!(form instanceof LabelForm.One)) {
            inputs.put("label", "7:N");
        }
        assertThat(described(graph.getInputList())).isEqualTo(inputs);
    }

    /** Name -> element type and sizes; 1 is float32, 7 is int64. */
    private static Map<String, String> described(List<ValueInfoProto> values) {
        return values.stream()
                .collect(
                        Collectors.toMap(
                                ValueInfoProto::getName,
                                v ->
                                        v.getType().getTensorType().getElemType()
                                                + ":"
                                                + v
                                                        .getType()
                                                        .getTensorType()
                                                        .getShape()
                                                        .getDimList()
                                                        .stream()
                                                        .map(
                                                                d ->
                                                                        d.getDimParam().isEmpty()
                                                                                ? String.valueOf(
                                                                                        d
                                                                                                .getDimValue())
                                                                                : d.getDimParam())
                                                        .collect(Collectors.joining(","))));
    }

    @Test
    void theFileSaysWhatItIs() {
        Path out = exported(SIT, LabelForm.AUTO);
        OnnxFile file = OnnxFile.read(out);
        assertThat(file.architecture()).isEqualTo(SIT);
        assertThat(ModelFile.architecture(out)).isEqualTo(SIT);
        assertThat(file.label()).isEqualTo(OnnxFile.INPUT);
        assertThat(file.metadata())
                .containsEntry("eqm.conditioning", "table")
                .containsEntry("eqm.nullLabel", "4")
                .containsEntry("eqm.numClasses", "4")
                .containsEntry(
                        "eqm.weightsSha256", Sha256.ofFile(folder.resolve("model.safetensors")))
                .containsEntry("more", "words");
        assertThat(file.metadata().get("eqm.sign")).contains("subtract");
        assertThat(file.classNames()).isEmpty();
        assertThat(parsed(out).getProducerName()).isEqualTo("eqm");
    }

    @Test
    void theSameModelGivesTheSameBytes() throws IOException {
        byte[] first = Files.readAllBytes(exported(SIT, LabelForm.AUTO));
        assertThat(exported(SIT, LabelForm.AUTO)).hasBinaryContent(first);
    }

    /** A row has 14·16 numbers, an adaLN layer 17 for each of them. */
    @Test
    void theSmallerFormIsTaken() {
        assertThat(conditioning(SIT.forImages(8, 3, 16))).isEqualTo("table");
        assertThat(conditioning(SIT.forImages(8, 3, 17))).isEqualTo("layers");
    }

    private String conditioning(ModelArchitecture architecture) {
        return OnnxFile.read(exported(architecture, LabelForm.AUTO))
                .metadata()
                .get("eqm.conditioning");
    }

    @Test
    void oneLabelIsPartOfTheGraph() {
        Path table = exported(SIT, new LabelForm.Table());
        int nodes = parsed(table).getGraph().getNodeCount();
        Path one = exported(SIT, new LabelForm.One(2));
        assertThat(OnnxFile.read(one).label()).isEqualTo(2);
        assertThat(parsed(one).getGraph().getNodeCount()).isLessThan(nodes);
        assertThat(operators(one)).doesNotContain("Gather");
    }

    private static Set<String> operators(Path file) {
        return parsed(file).getGraph().getNodeList().stream()
                .map(NodeProto::getOpType)
                .collect(Collectors.toSet());
    }

    @Test
    void aNetworkThatDoesNotSeeLabelsHasNoInputOfThem() {
        UnetConfig blind =
                new UnetConfig(8, 1, 32, List.of(1), 1, List.of(), 1, 0, false, 3, 0, false);
        Path out = exported(blind, LabelForm.AUTO);
        assertThat(OnnxFile.read(out).label()).isEqualTo(OnnxFile.ANY_LABEL);
        assertThat(parsed(out).getGraph().getInputCount()).isEqualTo(1);
    }

    @Test
    void whatHasNoOnnxFormIsRefusedByName() {
        refused(new EnergyArchitecture(SIT, new DotProduct()), LabelForm.AUTO, "explicit energy");
        refused(
                new SiTConfig(8, 2, 3, 16, 2, 2, 4, 4, 0.1, true, true),
                LabelForm.AUTO,
                "sees time (model.timeConditional: true)");
        refused(SIT, new LabelForm.One(5), "label must lie in [0, 4]");
        refused(MLP, new LabelForm.Layers(), "an MLP has no layers");
        assertThatThrownBy(() -> new LabelForm.One(-1)).isInstanceOf(BrokenRuleException.class);
    }

    private void refused(ModelArchitecture architecture, LabelForm form, String why) {
        Path model = stored(architecture);
        Path out = folder.resolve("refused.onnx");
        assertThatThrownBy(() -> new OnnxExport(model, form).write(out, Map.of()))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessageContaining(why);
        assertThat(folder).isDirectoryNotContaining("glob:**refused*");
    }

    @Test
    void largeWeightsLieBesideTheFile() throws IOException {
        Path out = folder.resolve("large.onnx");
        OnnxExport export = new OnnxExport(stored(SIT), LabelForm.AUTO);
        assertThat(export.write(out, Map.of(), new OnnxWriter(0))).isTrue();
        byte[] data = Files.readAllBytes(folder.resolve("large.onnx.data"));
        Map<String, TensorProto> whole =
                parsed(exported(SIT, LabelForm.AUTO)).getGraph().getInitializerList().stream()
                        .collect(Collectors.toMap(TensorProto::getName, t -> t));
        long outside = 0;
        for (TensorProto tensor : parsed(out).getGraph().getInitializerList()) {
            byte[] wanted = whole.get(tensor.getName()).getRawData().toByteArray();
            if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
                Map<String, String> place =
                        tensor.getExternalDataList().stream()
                                .collect(
                                        Collectors.toMap(
                                                StringStringEntryProto::getKey,
                                                StringStringEntryProto::getValue));
                assertThat(place).containsEntry("location", "large.onnx.data");
                int from = Integer.parseInt(place.get("offset"));
                int length = Integer.parseInt(place.get("length"));
                assertThat(from % 4096).isZero();
                assertThat(Arrays.copyOfRange(data, from, from + length)).isEqualTo(wanted);
                outside++;
            } else {
                assertThat(tensor.getRawData().toByteArray()).isEqualTo(wanted);
                assertThat(wanted.length).isLessThanOrEqualTo(1024);
            }
        }
        long large =
                whole.values().stream().filter(tensor -> tensor.getRawData().size() > 1024).count();
        assertThat(outside).isEqualTo(large).isGreaterThan(5); // all of them, of this network
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 1000, 10_000})
    void aFileThatIsCutShortIsRefused(int bytes) throws IOException {
        Path out = exported(SIT, LabelForm.AUTO);
        byte[] all = Files.readAllBytes(out);
        Files.write(out, Arrays.copyOf(all, bytes));
        assertThatThrownBy(() -> OnnxFile.read(out))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(out + ": is not an ONNX file");
    }

    @Test
    void filesOfOthersAreRefused() throws IOException {
        Path out = folder.resolve("other.onnx");
        assertThatThrownBy(() -> OnnxFile.read(out))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("there is no such file");
        Files.write(out, new byte[0]);
        assertThatThrownBy(() -> OnnxFile.read(out))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("it contains no graph");
        Files.writeString(out, "These are words and no graph at all.");
        assertThatThrownBy(() -> OnnxFile.read(out)).isInstanceOf(CheckpointException.class);
        ModelProto other =
                ModelProto.newBuilder()
                        .setProducerName("pytorch")
                        .setGraph(GraphProto.newBuilder().setName("theirs"))
                        .build();
        Files.write(out, other.toByteArray());
        assertThatThrownBy(() -> OnnxFile.read(out))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("not a model that eqm exported");
    }

    @Test
    void metadataThatMeanNothingAreRefused() throws IOException {
        Path out = exported(SIT, LabelForm.AUTO);
        for (Map.Entry<String, String> bad :
                Map.of("eqm.label", "many", "eqm.classes", "{", "eqm.architecture", "sit")
                        .entrySet()) {
            ModelProto.Builder model = parsed(out).toBuilder();
            model.addMetadataProps(
                    StringStringEntryProto.newBuilder()
                            .setKey(bad.getKey())
                            .setValue(bad.getValue()));
            Path file = folder.resolve("bad.onnx");
            Files.write(file, model.build().toByteArray());
            OnnxFile read = OnnxFile.read(file);
            assertThatThrownBy(
                            () -> {
                                read.label();
                                read.classNames();
                                read.architecture();
                            })
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining(bad.getKey());
        }
    }

    @Test
    void withoutARuntimeItIsSaidHowToGetOne() {
        Path out = exported(SIT, LabelForm.AUTO);
        assertThatThrownBy(() -> ModelFile.readForSampling(out, Precision.FLOAT32, Device.cpu()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("EQM_MAVEN_ARGS=-Ponnx")
                .hasMessageContaining("dev.eqm:eqm-onnx");
        assertThatThrownBy(() -> ModelFile.readForSampling(out, Precision.BFLOAT16, Device.cpu()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("float32 on the CPU");
        assertThatThrownBy(() -> ModelFile.read(out, Precision.FLOAT32, Device.cpu()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("this needs the weights");
    }
}
