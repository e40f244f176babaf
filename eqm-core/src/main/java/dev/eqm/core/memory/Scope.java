package dev.eqm.core.memory;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;

/**
 * Frees every array that this thread makes before {@code close}, except those {@linkplain #keep
 * kept}; kept ones belong to the enclosing scope, if there is one.
 *
 * <p>One scope a training or sampling step, and one wherever Java composes several operations.
 * Freeing what libtorch made is safe before the backward pass: the graph keeps its own references.
 * Arrays that were open before the scope are never touched.
 */
public final class Scope implements AutoCloseable {
    private final NDScope arrays = new NDScope();
    private final List<NDArray> kept = new ArrayList<>();

    private Scope() {}

    /** Opens a scope on this thread; close it on the same thread, innermost first. */
    public static Scope open() {
        return new Scope();
    }

    /** Lets an array made in this scope live on. */
    public NDArray keep(NDArray array) {
        NDScope.unregister(array);
        kept.add(array);
        return array;
    }

    /** Lets several arrays live on. */
    public NDList keep(NDList list) {
        list.forEach(this::keep);
        return list;
    }

    /**
     * Arrays that another thread made and let live on end with this thread's innermost scope
     * instead.
     */
    public static NDList adopt(NDList list) {
        list.forEach(NDScope::register);
        return list;
    }

    /**
     * Closes {@code old}, which this scope must own, now rather than at the end, and returns {@code
     * fresh}.
     */
    public NDArray replace(NDArray old, NDArray fresh) {
        if (old != fresh) {
            NDScope.unregister(old);
            old.close();
        }
        return fresh;
    }

    @Override
    public void close() {
        kept.forEach(NDScope::unregister); // again: an inner scope may have been open at keep()
        arrays.close();
        kept.forEach(NDScope::register);
    }
}
