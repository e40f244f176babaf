package dev.eqm.core.kernel;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A call of a kernel's method, its arguments given in the order of the signature:
 *
 * <pre>{@code
 * // def block(self, x: Tensor, modulation: Tensor, w: List[Tensor]) -> Tensor
 * NDArray y = kernel.call("block").with(x, modulation).list(weights).one();
 * }</pre>
 *
 * <p>Arguments stay as they are and stay open. One array may be an argument of its own and an
 * element of several lists, in one call or in calls of several threads at once. Results belong to
 * the current scope and to the manager of the very first array, so that one must be an activation
 * if the parameters are sealed.
 *
 * <p>A call may be run again, on whatever the arrays hold then.
 */
public final class KernelCall {
    private final Kernel kernel;
    private final String method;
    private final NDList inputs = new NDList();
    private int arguments;

    KernelCall(Kernel kernel, String method) {
        this.kernel = kernel;
        this.method = method;
    }

    /**
     * The next arguments, each a {@code Tensor}.
     *
     * @throws KernelException for an array that has been freed, and for one with a name, which DJL
     *     would take for structure
     */
    public KernelCall with(NDArray... arrays) {
        for (NDArray array : arrays) {
            arguments++;
            requireOpen(array);
            if (array.getName() != null) {
                throw new KernelException(
                        ("%s, argument %d: the array has the name '%s', which DJL would "
                                        + "interpret as structure; remove it with setName(null)")
                                .formatted(this, arguments, array.getName()));
            }
            inputs.add(array);
        }
        return this;
    }

    /**
     * The next argument, a {@code List[Tensor]}.
     *
     * @param arrays at least one; their names do not matter
     */
    public KernelCall list(List<NDArray> arrays) {
        arguments++;
        if (arrays.isEmpty()) {
            throw new KernelException(
                    "%s, argument %d: an empty list cannot be passed".formatted(this, arguments));
        }
        String list = "list" + arguments + "[]";
        for (NDArray array : arrays) {
            requireOpen(array);
            inputs.add(new ListElement((PtNDArray) array, list));
        }
        return this;
    }

    /** An array outlives a scope only if somebody says so: here it shows that nobody did. */
    private void requireOpen(NDArray array) {
        if (array.isReleased()) {
            throw new KernelException(
                    ("%s, argument %d: the array %sof '%s' has been freed, either by the scope that "
                                    + "was open when it was created or together with its owner. Create what must "
                                    + "outlive a scope outside of it, or pass it to Scope.keep or Arena.hold; start "
                                    + "Java with -Dai.djl.track_resource=true to see where it was freed")
                            .formatted(
                                    this,
                                    arguments,
                                    knownShape(array),
                                    array.getManager().getName()));
        }
    }

    /** Of an array that is no more, if anybody asked for it before. */
    private static String knownShape(NDArray array) {
        try {
            return array.getShape() + " ";
        } catch (IllegalStateException e) {
            return "";
        }
    }

    /** Runs a method that returns one tensor. */
    public NDArray one() {
        return all().singletonOrThrow();
    }

    /** Runs a method that returns a tensor or a list of them. */
    public NDList all() {
        try {
            return kernel.run(method, inputs);
        } catch (EngineException e) {
            throw new KernelException(
                    this + shapes() + " failed: " + kernel.explained(method) + kernel.message(e),
                    e);
        }
    }

    /** Of the arguments, as {@code ((2, 3), list of 8)}. */
    private String shapes() {
        Map<Object, String> all = new LinkedHashMap<>();
        Map<String, Integer> sizes = new HashMap<>();
        for (NDArray array : inputs) {
            if (array instanceof ListElement) {
                int size = sizes.merge(array.getName(), 1, Integer::sum);
                all.put(array.getName(), "list of " + size);
            } else {
                all.put(all.size(), array.getShape().toString());
            }
        }
        return "(" + String.join(", ", all.values()) + ")";
    }

    @Override
    public String toString() {
        return kernel.name() + ":" + method;
    }
}
