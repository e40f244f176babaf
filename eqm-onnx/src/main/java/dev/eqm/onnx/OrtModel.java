package dev.eqm.onnx;

import static dev.eqm.core.check.Check.broken;
import static dev.eqm.core.check.Check.require;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.ValueInfo;
import dev.eqm.core.check.Setting;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.loss.Prediction;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.onnx.OnnxFile;
import dev.eqm.models.weights.CheckpointException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An exported network as a session of ONNX Runtime. It may be asked by several threads at once; the
 * graph is not differentiable, so it cannot be trained and has no landscape beyond its gradient.
 *
 * <p>It has no arrays: {@link #parameters} are none, on the CPU.
 */
final class OrtModel implements FieldModel {
    private final OnnxFile file;
    private final ModelArchitecture architecture;
    private final long label;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Parameters none;

    private OrtModel(
            OnnxFile file,
            ModelArchitecture architecture,
            long label,
            OrtEnvironment environment,
            OrtSession session) {
        this.file = file;
        this.architecture = architecture;
        this.label = label;
        this.environment = environment;
        this.session = session;
        this.none =
                Parameters.frozen(
                        Device.cpu(),
                        List.of(),
                        (arena, spec) -> {
                            throw new IllegalStateException("there are none");
                        });
    }

    /**
     * Owns the session if it returns.
     *
     * @throws CheckpointException if the graph's inputs and output are not what the file says
     */
    static OrtModel of(OnnxFile file, OrtEnvironment environment, OrtSession session)
            throws OrtException {
        ModelArchitecture architecture = file.architecture();
        long label = file.label();
        long[] state = architecture.sampleShape().getShape();
        long[] states = {-1, state[0], state[1], state[2]};
        Map<String, ValueInfo> inputs = new HashMap<>();
        session.getInputInfo().forEach((name, node) -> inputs.put(name, node.getInfo()));
        Map<String, ValueInfo> outputs = new HashMap<>();
        session.getOutputInfo().forEach((name, node) -> outputs.put(name, node.getInfo()));
        requireValue(file, inputs, OnnxFile.STATES, OnnxJavaType.FLOAT, states);
        requireValue(file, outputs, OnnxFile.GRADIENT, OnnxJavaType.FLOAT, states);
        if (label == OnnxFile.INPUT) {
            requireValue(file, inputs, OnnxFile.LABELS, OnnxJavaType.INT64, new long[] {-1});
        }
        int expected = label == OnnxFile.INPUT ? 2 : 1;
        if (inputs.size() != expected || outputs.size() != 1) {
            throw CheckpointException.of(
                    file.path(),
                    "the graph has the inputs %s and the outputs %s, which is not what eqm exports; export it again",
                    inputs.keySet(),
                    outputs.keySet());
        }
        return new OrtModel(file, architecture, label, environment, session);
    }

    private static void requireValue(
            OnnxFile file,
            Map<String, ValueInfo> values,
            String name,
            OnnxJavaType type,
            long[] shape) {
        boolean fits =
                values.get(name) instanceof TensorInfo info
                        && info.type == type
                        && Arrays.equals(info.getShape(), shape);
        if (!fits) {
            throw CheckpointException.of(
                    file.path(),
                    "the graph must have %s, %s of %s, for the network that its metadata name, got %s; export it again",
                    name,
                    type,
                    Arrays.toString(shape),
                    values.get(name));
        }
    }

    @Override
    public Parameters parameters() {
        return none;
    }

    @Override
    public ModelArchitecture architecture() {
        return architecture;
    }

    @Override
    public String samplingKernel() {
        return "onnxruntime";
    }

    /** Without a graph for autograd: the gradient alone, and no tokens. */
    @Override
    public Prediction answer(NDArray x, NDArray gamma, NDArray labels) {
        throw new UnsupportedOperationException(
                file.path()
                        + ": an ONNX file cannot be trained; take the checkpoint that it was exported from");
    }

    /**
     * Holds no memory beyond the labels.
     *
     * @throws dev.eqm.core.check.BrokenRuleException for labels that the graph does not know
     */
    @Override
    public Conditioned condition(long[] labels, double[] times) {
        FieldModel.requireTimes(labels, times);
        FieldModel.requireLabels(labels, classes());
        if (label >= 0) {
            for (long asked : labels) {
                require(
                        asked == label,
                        "%s is the graph of label %s alone, got label %s%s; ask for that label without guidance"
                                + " (%s %s), or export without %s",
                        file.path(),
                        label,
                        asked,
                        asked == classes() ? ", the null label of guidance" : "",
                        Setting.of("labels", label),
                        Setting.of("cfg", 1),
                        Setting.of("label"));
            }
        }
        return new OrtField(labels.clone());
    }

    private static DataType requireFloats(NDArray x) {
        require(
                x.getDataType() == DataType.FLOAT32,
                "states of an ONNX file must be float32, got %s",
                x.getDataType());
        return x.getDataType();
    }

    /** One pass: [N, C, H, W] and N labels -> [N, C, H, W], in the current scope. */
    private NDArray gradient(NDArray x, long[] labels) {
        Shape wanted = sampleShape();
        require(
                x.getShape().dimension() == 4 && x.getShape().slice(1).equals(wanted),
                "states must be [N, %s, %s, %s], got %s",
                wanted.get(0),
                wanted.get(1),
                wanted.get(2),
                x.getShape());
        long[] shape = x.getShape().getShape();
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            NDArray answer = x.getManager().zeros(x.getShape(), requireFloats(x));
            try (Tensors inputs = new Tensors();
                    Tensors outputs = new Tensors()) {
                inputs.add(OnnxFile.STATES, over(x, shape));
                if (label == OnnxFile.INPUT) {
                    LongBuffer all = LongBuffer.wrap(labels);
                    long[] rows = {labels.length};
                    inputs.add(OnnxFile.LABELS, OnnxTensor.createTensor(environment, all, rows));
                }
                outputs.add(OnnxFile.GRADIENT, over(answer, shape));
                session.run(inputs.byName, outputs.byName).close();
            } catch (OrtException e) {
                throw broken("%s: ONNX Runtime failed: %s", file.path(), e.getMessage());
            }
            return scope.keep(answer);
        }
    }

    /** The memory of an array as a tensor; it must stay open meanwhile. */
    private OnnxTensor over(NDArray array, long[] shape) throws OrtException {
        ByteBuffer bytes = array.toByteBuffer(true).order(ByteOrder.nativeOrder());
        return OnnxTensor.createTensor(environment, bytes.asFloatBuffer(), shape);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(file.path() + ": cannot be closed", e);
        } finally {
            none.close();
        }
    }

    /** Tensors by name, closed together. */
    private static final class Tensors implements AutoCloseable {
        private final Map<String, OnnxTensor> byName = new HashMap<>();

        void add(String name, OnnxTensor tensor) {
            byName.put(name, tensor);
        }

        @Override
        public void close() {
            byName.values().forEach(OnnxTensor::close);
        }
    }

    /** The field for some labels. */
    private final class OrtField implements Conditioned {
        private final long[] labels;

        OrtField(long[] labels) {
            this.labels = labels;
        }

        @Override
        public NDArray gradient(NDArray x) {
            Conditioned.requireRows(x, labels.length);
            return OrtModel.this.gradient(x, labels);
        }

        @Override
        public Conditioned restricted(int[] rows) {
            return new OrtField(Arrays.stream(rows).mapToLong(i -> labels[i]).toArray());
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
