package dev.eqm.core.kernel;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Whether this thread records a graph for autograd. Every entry point opens one; libtorch starts
 * every new thread with recording on.
 *
 * <pre>{@code
 * try (GradMode off = GradMode.off()) {
 *     ... // forward passes without a graph
 * }
 * }</pre>
 */
public final class GradMode implements AutoCloseable {
    static {
        Engine.getEngine("PyTorch"); // loads libtorch: this may be a program's first call of it
    }

    private final boolean before;

    private GradMode(boolean recording) {
        before = JniUtils.isGradMode();
        JniUtils.setGradMode(recording);
    }

    /** Records a graph until closed. */
    public static GradMode on() {
        return new GradMode(true);
    }

    /** Records nothing until closed. */
    public static GradMode off() {
        return new GradMode(false);
    }

    /** True while this thread records. */
    public static boolean isOn() {
        return JniUtils.isGradMode();
    }

    @Override
    public void close() {
        JniUtils.setGradMode(before);
    }
}
