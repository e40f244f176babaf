package dev.eqm.core.kernel;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.eqm.core.startup.Startup;

/**
 * The loaded libtorch itself: its version, its devices, its threads. Any of these methods loads it
 * first.
 */
public final class Libtorch {
    private Libtorch() {}

    /** Loads it, unless it is there: a call of it may be a program's first. */
    private static Engine loaded() {
        return Startup.engine();
    }

    /** Such as 2.7.1. */
    public static String version() {
        return loaded().getVersion();
    }

    /** How many CUDA devices it sees. */
    public static int gpuCount() {
        return loaded().getGpuCount();
    }

    /**
     * How many cores one of its operations may use on this thread. A thread that has not asked yet
     * takes over the number that was set last, by whatever thread.
     */
    public static int threads() {
        loaded();
        return JniUtils.getNumThreads();
    }

    /** Sets {@link #threads()} for this thread and for those that have not asked yet. */
    public static void setThreads(int threads) {
        loaded();
        JniUtils.setNumThreads(threads);
    }

    /**
     * The address of libtorch's own object of an array, an {@code at::Tensor}; valid while the
     * array is open.
     */
    public static long handle(NDArray array) {
        return ((PtNDArray) array).getHandle();
    }

    /** Whether this thread records a graph; {@link GradMode} is the way to change that. */
    static boolean records() {
        loaded();
        return JniUtils.isGradMode();
    }

    static void record(boolean graph) {
        loaded();
        JniUtils.setGradMode(graph);
    }
}
