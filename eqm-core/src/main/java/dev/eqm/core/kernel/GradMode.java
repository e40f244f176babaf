package dev.eqm.core.kernel;

/**
 * Whether this thread records a graph for autograd. Every entry point opens one: what samplers and
 * trainers do depends neither on the mode of the caller nor on who started libtorch. Every thread
 * starts with recording on, the one that {@linkplain dev.eqm.core.startup started} libtorch too.
 *
 * <pre>{@code
 * try (GradMode off = GradMode.off()) {
 *     ... // forward passes without a graph
 * }
 * }</pre>
 */
public final class GradMode implements AutoCloseable {
    private final boolean before;

    private GradMode(boolean recording) {
        before = Libtorch.records();
        Libtorch.record(recording);
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
        return Libtorch.records();
    }

    @Override
    public void close() {
        Libtorch.record(before);
    }
}
