package dev.eqm.models.onnx;

import static dev.eqm.core.check.Check.require;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.store.TensorSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph under construction: nodes in the order of the computation, and the tensors that they
 * read. Values are known by name; what a method returns is the name of what it has added.
 *
 * <p>Numbers are fetched when the file is written, one tensor at a time. The first axis of every
 * input and of the output is the batch, of any size, called {@code N} in the file.
 */
final class OnnxGraph {
    private static final String BATCH = "N";

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final Map<String, TensorSource> tensors = new LinkedHashMap<>();

    /** Everything but the tensors. */
    GraphProto withoutTensors() {
        return graph.build();
    }

    /** The tensors by name, in the order in which nodes asked for them. */
    Map<String, TensorSource> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    void name(String name) {
        graph.setName(name);
    }

    /** An input of N rows of that shape. */
    String input(String name, TensorProto.DataType type, long... row) {
        graph.addInput(value(name, type, row));
        return name;
    }

    /** Declares a float32 value, which a node has made already, as the output. */
    void output(String name, long... row) {
        graph.addOutput(value(name, TensorProto.DataType.FLOAT, row));
    }

    private static ValueInfoProto value(String name, TensorProto.DataType type, long... row) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(BATCH));
        for (long n : row) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(n));
        }
        TypeProto.Tensor tensor =
                TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape).build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    /**
     * A node with one output.
     *
     * @param operator of the standard's opset, such as {@code MatMul}
     * @param name of its output, not taken yet
     */
    String node(String operator, String name, List<String> inputs, AttributeProto... attributes) {
        return node(operator, inputs, List.of(name), attributes).get(0);
    }

    /** A node with several outputs. */
    List<String> node(
            String operator,
            List<String> inputs,
            List<String> outputs,
            AttributeProto... attributes) {
        graph.addNode(
                NodeProto.newBuilder()
                        .setOpType(operator)
                        .setName(outputs.get(0) + "/" + operator)
                        .addAllInput(inputs)
                        .addAllOutput(outputs)
                        .addAllAttribute(Arrays.asList(attributes)));
        return outputs;
    }

    /** A tensor whose numbers come when the file is written. */
    String tensor(String name, TensorSource source) {
        require(tensors.put(name, source) == null, "tensor %s is there already", name);
        return name;
    }

    /** Numbers that are known now. */
    String floats(String name, float[] values, long... shape) {
        return tensor(name, TensorSource.of(TensorData.of(values, shape)));
    }

    /** The same, shared by all nodes that name it. */
    String constant(String name, float[] values, long... shape) {
        return tensors.containsKey(name) ? name : floats(name, values, shape);
    }

    /** Whole numbers, such as a shape, shared by all nodes that ask for the same. */
    String longs(long... values) {
        List<String> words = new ArrayList<>();
        Arrays.stream(values).forEach(v -> words.add(String.valueOf(v)));
        String name = "ints_" + String.join("_", words).replace('-', 'm');
        if (!tensors.containsKey(name)) {
            tensor(name, TensorSource.of(TensorData.of(values, values.length)));
        }
        return name;
    }

    static AttributeProto attribute(String name, long value) {
        return attribute(name, AttributeType.INT).setI(value).build();
    }

    static AttributeProto attribute(String name, float value) {
        return attribute(name, AttributeType.FLOAT).setF(value).build();
    }

    static AttributeProto attribute(String name, String word) {
        return attribute(name, AttributeType.STRING).setS(ByteString.copyFromUtf8(word)).build();
    }

    static AttributeProto attribute(String name, long... values) {
        AttributeProto.Builder all = attribute(name, AttributeType.INTS);
        Arrays.stream(values).forEach(all::addInts);
        return all.build();
    }

    private static AttributeProto.Builder attribute(String name, AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type);
    }
}
