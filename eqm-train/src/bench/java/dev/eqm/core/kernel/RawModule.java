package dev.eqm.core.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A compiled kernel text with inputs made ready once: the least that DJL needs for a call. */
public final class RawModule {
    private final PtSymbolBlock module;
    private final NDList inputs;

    /**
     * Compiles a text.
     *
     * @param manager owns the module's arrays
     * @param inputs of every call, marked as {@link Kernel} wants them
     */
    public RawModule(NDManager manager, String text, String method, NDList inputs) {
        JniUtils.setGraphExecutorOptimize(false); // as Kernel does
        try (ByteArrayInputStream in = new ByteArrayInputStream(TorchScriptArchive.of(text))) {
            module = JniUtils.loadModule((PtNDManager) manager, in, false, false);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
        NDArray mark = manager.zeros(new Shape());
        mark.setName("module_method:" + method);
        this.inputs = new NDList(inputs).addAll(new NDList(mark));
    }

    /** One call. */
    public NDArray call() {
        return IValueUtils.forward(module, inputs, true).head();
    }
}
