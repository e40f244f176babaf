package dev.eqm.core.kernel;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.startup.Startup;
import dev.eqm.core.store.LfsPointer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A network that someone else saved with {@code torch.jit.save}, weights inside, in evaluation
 * mode.
 *
 * <p>A TorchScript file is a program: open only files that you trust.
 */
public final class TorchScriptFile implements AutoCloseable {
    private final Path file;
    private final NDManager manager;
    private final PtSymbolBlock module;

    private TorchScriptFile(Path file, NDManager manager, PtSymbolBlock module) {
        this.file = file;
        this.manager = manager;
        this.module = module;
    }

    /**
     * Loads a file onto a device.
     *
     * @throws IllegalArgumentException if it is missing or no TorchScript file
     */
    public static TorchScriptFile open(Path file, Device device) {
        if (!Files.isRegularFile(file)) {
            throw new BrokenRuleException(
                    file + ": there is no such TorchScript file; check the path");
        }
        String pointer = LfsPointer.problem(file);
        if (!pointer.isEmpty()) {
            throw new BrokenRuleException(file + ": " + pointer);
        }
        NDManager manager = Startup.engine().newBaseManager(device);
        manager.setName("TorchScript file");
        try {
            PtSymbolBlock module =
                    JniUtils.loadModule(
                            (PtNDManager) manager, file, true, new String[0], new String[0], false);
            JniUtils.enableInferenceMode(module);
            return new TorchScriptFile(file, manager, module);
        } catch (EngineException e) {
            manager.close();
            throw new BrokenRuleException(
                    file
                            + ": is not a TorchScript file (as torch.jit.save writes them): "
                            + firstLine(e),
                    e);
        }
    }

    /**
     * Its {@code forward} of one array.
     *
     * @return the first array of the answer, in the current scope
     * @throws IllegalArgumentException if it refuses such an array
     */
    public NDArray call(NDArray x) {
        try {
            return IValueUtils.forward(module, new NDList(x), true).head();
        } catch (EngineException e) {
            throw new BrokenRuleException(
                    file + ": forward(" + x.getShape() + ") failed: " + firstLine(e), e);
        }
    }

    private static String firstLine(EngineException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }

    @Override
    public void close() {
        module.close();
        manager.close();
    }
}
