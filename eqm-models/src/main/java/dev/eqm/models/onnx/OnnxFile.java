package dev.eqm.models.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.WireFormat;
import dev.eqm.core.check.Setting;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonException;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.weights.Architectures;
import dev.eqm.models.weights.CheckpointException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An ONNX file that eqm wrote, by what it says of itself. Its graph computes {@code gradient}, ∇E
 * in the paper's sign, of {@code x} and, unless it is for one label or none, {@code label}.
 *
 * @param metadata key -> value; the keys are those of {@link OnnxExport}
 */
public record OnnxFile(Path path, Map<String, String> metadata) {
    /** The input of states, float32 [N, C, H, W]. */
    public static final String STATES = "x";

    /** The input of labels, int64 [N]. */
    public static final String LABELS = "label";

    /** The output, float32 [N, C, H, W]. */
    public static final String GRADIENT = NetworkGraph.OUTPUT;

    /** Any label is as good as any other: the network does not look at them. */
    public static final long ANY_LABEL = -1;

    /** No label is fixed: the graph has an input of labels. */
    public static final long INPUT = -2;

    private static final int FIELD_BITS = 3; // of a tag, for the type

    public OnnxFile {
        metadata = Map.copyOf(metadata);
    }

    /** Whether a name says ONNX. */
    public static boolean isOne(Path file) {
        return String.valueOf(file.getFileName()).endsWith(".onnx");
    }

    /**
     * Reads the metadata; weights are passed over.
     *
     * @throws CheckpointException if it is no ONNX file, cut short, or none of eqm's
     */
    public static OnnxFile read(Path path) {
        Map<String, String> metadata = new LinkedHashMap<>();
        try (InputStream bytes = Files.newInputStream(path)) {
            CodedInputStream in = CodedInputStream.newInstance(bytes);
            boolean graph = false;
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                int field = tag >>> FIELD_BITS;
                boolean message =
                        WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
                if (message && field == ModelProto.METADATA_PROPS_FIELD_NUMBER) {
                    StringStringEntryProto entry =
                            in.readMessage(
                                    StringStringEntryProto.parser(),
                                    ExtensionRegistryLite.getEmptyRegistry());
                    metadata.put(entry.getKey(), entry.getValue());
                } else {
                    graph |= message && field == ModelProto.GRAPH_FIELD_NUMBER;
                    in.skipField(tag);
                }
            }
            if (!graph) {
                throw new CheckpointException(path, "is not an ONNX file: it contains no graph");
            }
        } catch (NoSuchFileException e) {
            throw new CheckpointException(path, "there is no such file", e);
        } catch (IOException e) {
            throw new CheckpointException(
                    path,
                    "is not an ONNX file, or is damaged or cut short ("
                            + e.getMessage()
                            + "); export it again with "
                            + Setting.command("export"),
                    e);
        }
        if (!metadata.containsKey(Architectures.KEY)) {
            throw CheckpointException.of(
                    path,
                    "its metadata has no %s, so it is not a model that eqm exported; eqm runs the ONNX files of "
                            + Setting.command("export")
                            + " alone",
                    Architectures.KEY);
        }
        return new OnnxFile(path, metadata);
    }

    /**
     * The network that the graph computes.
     *
     * @throws CheckpointException if eqm does not know it
     */
    public ModelArchitecture architecture() {
        return Architectures.fromMetadata(path, metadata, List.of());
    }

    /** The one label of the graph; {@link #INPUT} or {@link #ANY_LABEL} if there is none such. */
    public long label() {
        String text = metadata.getOrDefault(OnnxExport.LABEL, "");
        return switch (text) {
            case OnnxExport.LABEL_IS_INPUT -> INPUT;
            case OnnxExport.LABEL_UNUSED -> ANY_LABEL;
            default -> {
                if (!text.matches("\\d{1,9}")) {
                    throw CheckpointException.of(
                            path, "%s must be a label, got '%s'", OnnxExport.LABEL, text);
                }
                yield Long.parseLong(text);
            }
        };
    }

    /** Names of the classes, by label; empty if the file has none. */
    public List<String> classNames() {
        String json = metadata.getOrDefault(OnnxExport.CLASSES, "[]");
        try {
            if (Json.parse(json) instanceof List<?> names) {
                return names.stream().map(String::valueOf).toList();
            }
        } catch (JsonException e) {
            throw new CheckpointException(
                    path, OnnxExport.CLASSES + " cannot be read: " + e.getMessage(), e);
        }
        throw CheckpointException.of(path, "%s is no list: %s", OnnxExport.CLASSES, json);
    }
}
