package dev.eqm.models.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.eqm.core.device.Backend;
import dev.eqm.core.store.AtomicFile;
import dev.eqm.core.store.DType;
import dev.eqm.core.store.TensorFileException;
import dev.eqm.core.store.TensorSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes a graph as an ONNX file, one tensor after the other, so that memory does not grow with the
 * model. The metadata stand before the graph and are read without it.
 *
 * <p>A message of protobuf is at most 2 GiB. Weights beyond that lie beside the file, in {@code
 * NAME.data}, as ONNX's external data: the two files belong together and keep their names.
 *
 * @param most bytes of weights that stay in the file itself
 */
record OnnxWriter(long most) {
    /** Leaves room for the graph below the limit of 2^31 - 1 bytes. */
    static final OnnxWriter STANDARD = new OnnxWriter(2_000_000_000L);

    private static final int IR_VERSION = 8;
    private static final int OPSET = 17;
    private static final int SMALL = 1024; // bytes of a tensor that stays in the file, always
    private static final int PAGE =
            4096; // where external tensors begin, so that they can be mapped

    /**
     * Writes the file, and its data if need be; each is complete or not there.
     *
     * @return whether there is a file of data
     */
    boolean write(Path out, OnnxGraph graph, Map<String, String> metadata) {
        Map<String, Long> outside = outside(graph.tensors());
        Path data = data(out);
        try {
            if (!outside.isEmpty()) {
                AtomicFile.write(data, file -> writeData(file, graph.tensors(), outside));
            }
            AtomicFile.write(out, file -> writeModel(file, data, graph, metadata, outside));
            return !outside.isEmpty();
        } catch (IOException e) {
            throw TensorFileException.unwritable(out, e);
        }
    }

    /** Where the weights of a large model lie. */
    static Path data(Path model) {
        return model.resolveSibling(model.getFileName() + ".data");
    }

    /** Name -> where it begins in the file of data; empty if all tensors fit into the model. */
    private Map<String, Long> outside(Map<String, TensorSource> tensors) {
        Map<String, Long> places = new LinkedHashMap<>();
        if (tensors.values().stream().mapToLong(TensorSource::byteCount).sum() <= most) {
            return places;
        }
        long at = 0;
        for (Map.Entry<String, TensorSource> entry : tensors.entrySet()) {
            if (entry.getValue().byteCount() > SMALL) {
                places.put(entry.getKey(), at);
                at = (at + entry.getValue().byteCount() + PAGE - 1) / PAGE * PAGE;
            }
        }
        return places;
    }

    private static void writeData(
            FileChannel file, Map<String, TensorSource> tensors, Map<String, Long> places)
            throws IOException {
        for (Map.Entry<String, Long> entry : places.entrySet()) {
            file.position(entry.getValue());
            ByteBuffer left = tensors.get(entry.getKey()).get().buffer();
            while (left.hasRemaining()) {
                file.write(left);
            }
        }
    }

    /**
     * The model message by hand where it holds the graph: lengths come before contents, and those
     * of tensors are known without their numbers.
     */
    private static void writeModel(
            FileChannel file,
            Path data,
            OnnxGraph graph,
            Map<String, String> metadata,
            Map<String, Long> outside)
            throws IOException {
        Map<String, TensorProto> heads = new LinkedHashMap<>();
        graph.tensors().forEach((name, t) -> heads.put(name, head(name, t, data, outside)));
        byte[] nodes = graph.withoutTensors().toByteArray();
        long length = nodes.length;
        for (Map.Entry<String, TensorProto> entry : heads.entrySet()) {
            long tensor = length(entry.getValue(), inside(graph, entry.getKey(), outside));
            length += 1 + CodedOutputStream.computeUInt64SizeNoTag(tensor) + tensor;
        }
        CodedOutputStream out = CodedOutputStream.newInstance(Channels.newOutputStream(file));
        header(metadata).writeTo(out);
        out.writeTag(ModelProto.GRAPH_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt64NoTag(length);
        out.writeRawBytes(nodes);
        for (Map.Entry<String, TensorProto> entry : heads.entrySet()) {
            long inside = inside(graph, entry.getKey(), outside);
            out.writeTag(GraphProto.INITIALIZER_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt64NoTag(length(entry.getValue(), inside));
            entry.getValue().writeTo(out);
            if (inside > 0) {
                out.writeTag(
                        TensorProto.RAW_DATA_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
                out.writeUInt64NoTag(inside);
                out.writeRawBytes(graph.tensors().get(entry.getKey()).get().buffer());
            }
        }
        out.flush();
    }

    /** What stands before the graph. */
    private static ModelProto header(Map<String, String> metadata) {
        ModelProto.Builder model =
                ModelProto.newBuilder()
                        .setIrVersion(IR_VERSION)
                        .setProducerName("eqm")
                        .setProducerVersion(Backend.version())
                        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET));
        metadata.forEach(
                (key, value) ->
                        model.addMetadataProps(
                                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build();
    }

    /** A tensor without its numbers. */
    private static TensorProto head(
            String name, TensorSource tensor, Path data, Map<String, Long> outside) {
        TensorProto.Builder head =
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(
                                tensor.dtype() == DType.I64
                                        ? TensorProto.DataType.INT64_VALUE
                                        : TensorProto.DataType.FLOAT_VALUE);
        Arrays.stream(tensor.shape()).forEach(head::addDims);
        if (outside.containsKey(name)) {
            head.setDataLocation(TensorProto.DataLocation.EXTERNAL)
                    .addExternalData(entry("location", data.getFileName().toString()))
                    .addExternalData(entry("offset", outside.get(name).toString()))
                    .addExternalData(entry("length", String.valueOf(tensor.byteCount())));
        }
        return head.build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    /** Bytes of a tensor that stand in the model. */
    private static long inside(OnnxGraph graph, String name, Map<String, Long> outside) {
        return outside.containsKey(name) ? 0 : graph.tensors().get(name).byteCount();
    }

    private static long length(TensorProto head, long inside) {
        long raw = inside == 0 ? 0 : 1 + CodedOutputStream.computeUInt64SizeNoTag(inside) + inside;
        return head.getSerializedSize() + raw;
    }
}
