package dev.eqm.models.onnx;

import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.weights.CheckpointException;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * What runs ONNX files: a class of another jar, {@code eqm-onnx}, which brings ONNX Runtime (139
 * MB) and is named in its {@code META-INF/services}. Nothing else of eqm needs it.
 */
public interface OnnxRuntime {
    /**
     * Loads a graph; the caller closes it.
     *
     * @throws CheckpointException if it cannot be loaded, or is not what the file says
     */
    FieldModel open(OnnxFile file);

    /**
     * Loads the graph of a file with the runtime on the class path.
     *
     * @throws CheckpointException saying how to get one, if there is none; or as {@link #open}
     */
    static FieldModel load(OnnxFile file) {
        try {
            for (OnnxRuntime runtime : ServiceLoader.load(OnnxRuntime.class)) {
                return runtime.open(file);
            }
        } catch (ServiceConfigurationError e) {
            throw new CheckpointException(
                    file.path(), "ONNX Runtime cannot be used (" + e.getMessage() + ")", e);
        }
        throw new CheckpointException(
                file.path(),
                "is an ONNX file, and ONNX Runtime is not on the class path. Start eqm as"
                        + " EQM_MAVEN_ARGS=-Ponnx ./eqm ... (the first time downloads 139 MB); in a Java project add"
                        + " the dependency dev.eqm:eqm-onnx");
    }
}
