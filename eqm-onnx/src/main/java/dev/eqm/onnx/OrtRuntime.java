package dev.eqm.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.onnx.OnnxFile;
import dev.eqm.models.onnx.OnnxRuntime;
import dev.eqm.models.weights.CheckpointException;

/** ONNX Runtime on the CPU, with as many threads as there are processors. */
public final class OrtRuntime implements OnnxRuntime {
    /**
     * A process has one environment, which is never closed. What it would print as an error is in
     * the exceptions as well.
     */
    private static final OrtEnvironment ENVIRONMENT =
            OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "eqm");

    /** What the service loader calls. */
    public OrtRuntime() {}

    @Override
    public FieldModel open(OnnxFile file) {
        try (OrtSession.SessionOptions options = options()) {
            OrtSession session = ENVIRONMENT.createSession(file.path().toString(), options);
            try {
                return OrtModel.of(file, ENVIRONMENT, session);
            } catch (RuntimeException e) {
                session.close();
                throw e;
            }
        } catch (OrtException e) {
            throw new CheckpointException(
                    file.path(),
                    "cannot be loaded: it is damaged, or its .data file is missing; export it again ("
                            + e.getMessage()
                            + ")",
                    e);
        }
    }

    /**
     * Threads sleep while they wait, as the launcher tells libtorch's: spinning ones take the
     * processor from libtorch, which computes between two passes, and from everybody else.
     */
    private static OrtSession.SessionOptions options() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setIntraOpNumThreads(Runtime.getRuntime().availableProcessors());
        options.setInterOpNumThreads(1);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }
}
