package dev.eqm.core.kernel;

import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.eqm.core.startup.Startup;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TorchScript text and its compiled methods. Compiled at the first call, safe for use by many
 * threads, the same for every device (a text holds no tensors).
 *
 * <p>Arguments are arrays, which carry no names, and lists of arrays ({@link KernelCall#list}).
 * Results join the manager of the first one, and the current scope. Whether a graph is recorded is
 * the thread's {@link GradMode}.
 *
 * <p>A text is methods at the left margin and nothing else: no imports, no class around them,
 * {@code self} first, types in full. It is a resource beside a class ({@link #text}), or a string
 * ({@link #of}). The page of this package says how the language differs from Python.
 *
 * <pre>{@code
 * # x [N, D], w = scale [D], shift [D] -> the same shape
 * def scaled(self, x: Tensor, w: List[Tensor]) -> Tensor:
 *   return torch.add(torch.mul(x, w[0]), w[1])
 * }</pre>
 *
 * <p>Texts may hold constants, {@code ${NAME}}, filled in by {@link #with} before compiling.
 */
public final class Kernel {
    private static final String METHOD = "module_method:";

    /**
     * libtorch's optimising executor profiles first and changes its plan later: bits would depend
     * on call counts.
     */
    private static final ThreadLocal<Boolean> PLAIN_EXECUTOR =
            ThreadLocal.withInitial(
                    () -> {
                        JniUtils.setGraphExecutorOptimize(false);
                        return true;
                    });

    private final String name;
    private final String text;
    private final Map<String, NDArray> methods = new ConcurrentHashMap<>();
    private volatile Compiled compiled;

    private record Compiled(NDManager manager, PtSymbolBlock module) {}

    private Kernel(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /**
     * The kernel text beside a class.
     *
     * @param owner whose package folder holds the resource
     * @param resource file name, for example {@code "loss.py"}
     */
    public static Kernel text(Class<?> owner, String resource) {
        requireGiven("owner", owner, "resource", resource);
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "no kernel text " + resource + " next to " + owner.getName());
            }
            return new Kernel(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("reading kernel text " + resource, e);
        }
    }

    /**
     * A text given as it is, for programs without resources.
     *
     * @param name what messages call it
     * @param text methods, as the page of this class shows
     */
    public static Kernel of(String name, String text) {
        requireGiven("name", name, "text", text);
        return new Kernel(name, text);
    }

    /**
     * The same text with {@code ${constant}} replaced by a value's TorchScript literal (int, float
     * or bool).
     */
    public Kernel with(String constant, Object value) {
        String literal = value instanceof Boolean b ? (b ? "True" : "False") : value.toString();
        String mark = "${" + constant + "}";
        if (!text.contains(mark)) {
            throw new IllegalArgumentException("kernel text " + name + " has no constant " + mark);
        }
        return new Kernel(name, text.replace(mark, literal));
    }

    /** Calls a method of tensors that returns one tensor. */
    public NDArray call(String method, NDArray first, NDArray... rest) {
        return call(method).with(first).with(rest).one();
    }

    /** Begins a call of a method that takes lists or returns one. */
    public KernelCall call(String method) {
        return new KernelCall(this, method);
    }

    NDList run(String method, NDList inputs) {
        PLAIN_EXECUTOR.get();
        Compiled code = compiled();
        NDList all = new NDList(inputs.size() + 1);
        all.addAll(inputs);
        all.add(methods.computeIfAbsent(method, m -> methodMark(code.manager(), m)));
        Traffic.called();
        return IValueUtils.forward(code.module(), all, true);
    }

    /** What libtorch says, with lines of this text. */
    String message(Exception e) {
        return TorchScriptArchive.inTermsOf(name, String.valueOf(e.getMessage()));
    }

    /** Why a call of a method failed, as far as the text tells; before libtorch's message. */
    String explained(String method) {
        List<String> methods = KernelFrame.methods(text);
        return methods.contains(method)
                ? ""
                : methods.isEmpty() ? lacking() : "it has the methods " + methods + "; ";
    }

    private String lacking() {
        String missing = KernelFrame.missing(text);
        return missing.isEmpty() ? "" : "it lacks its frame, " + missing + "libtorch says: ";
    }

    String name() {
        return name;
    }

    private Compiled compiled() {
        Compiled code = compiled;
        if (code != null) {
            return code;
        }
        synchronized (this) {
            if (compiled == null) {
                if (text.contains("${")) {
                    throw new IllegalStateException(
                            "kernel text " + name + " has constants without a value");
                }
                compiled = compile();
            }
            return compiled;
        }
    }

    private Compiled compile() {
        NDManager manager = Startup.engine().newBaseManager(Device.cpu());
        manager.setName("kernel " + name);
        try (InputStream in = new ByteArrayInputStream(TorchScriptArchive.of(text))) {
            return new Compiled(
                    manager, JniUtils.loadModule((PtNDManager) manager, in, false, false));
        } catch (IOException | EngineException e) {
            manager.close();
            throw new KernelException(
                    "kernel text " + name + " does not compile: " + lacking() + message(e), e);
        }
    }

    private static NDArray methodMark(NDManager manager, String method) {
        NDArray mark = manager.zeros(new Shape());
        NDScope.unregister(mark); // lives as long as the kernel, whatever scope is open now
        mark.setName(METHOD + method);
        return mark;
    }

    @Override
    public String toString() {
        return "Kernel[" + name + "]";
    }
}
