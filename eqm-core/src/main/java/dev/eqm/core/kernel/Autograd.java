package dev.eqm.core.kernel;

import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * Gradients as results, {@code torch.autograd.grad}: nothing is accumulated, nothing has to be
 * zeroed.
 *
 * <p>Needs {@link GradMode#on()} while the loss was computed.
 */
public final class Autograd {
    private static final Kernel KERNEL = Kernel.text(Autograd.class, "autograd.py");

    private Autograd() {}

    /**
     * d loss / d parameters.
     *
     * @param loss 0-d array with a graph
     * @param parameters leaves that require a gradient, or {@linkplain #variable variables}
     * @return one gradient for each parameter, in order, same shapes, in the current scope
     * @throws KernelException when the loss has no graph or does not depend on one of the
     *     parameters
     */
    public static NDList gradients(NDArray loss, NDList parameters) {
        requireGiven("loss", loss, "parameters", parameters);
        return KERNEL.call("gradients").with(loss).list(parameters).all();
    }

    /**
     * Vector–Jacobian products of several answers by several arguments, Σ_k g_kᵀ·∂y_k/∂w: what
     * carries gradients through one part of a network. The graph is freed.
     *
     * @param y with graphs
     * @param g one for each {@code y}, of its shape
     * @param w what is differentiated by: {@linkplain #variable variables} and parameters
     * @return one for each {@code w}, in order, same shapes, in the current scope
     * @throws KernelException if no {@code y} depends on one of them
     */
    public static NDList products(NDList y, NDList g, NDList w) {
        requireGiven("y", y, "g", g, "w", w);
        return KERNEL.call("products").list(y).list(g).list(w).all();
    }

    /**
     * Vector–Jacobian product gᵀ·∂y/∂x.
     *
     * @param y with a graph, which stays for further products
     * @param g of the shape of {@code y}
     * @param x what {@code y} was computed from, marked by {@code setRequiresGradient(true)}
     * @return of the shape of {@code x}, in the current scope
     */
    public static NDArray product(NDArray y, NDArray g, NDArray x) {
        requireGiven("y", y, "g", g, "x", x);
        return KERNEL.call("product", y, g, x);
    }

    /**
     * Vector–Jacobian product gᵀ·∂y/∂x with a graph: a linear function of g, whose own derivative
     * by g, times u, is the Jacobian–vector product (∂y/∂x)·u. Every operation between x and y must
     * have a second derivative.
     *
     * @param g a {@link #variable} of the shape of {@code y}
     */
    public static NDArray productWithGraph(NDArray y, NDArray g, NDArray x) {
        requireGiven("y", y, "g", g, "x", x);
        return KERNEL.call("product_with_graph", y, g, x);
    }

    /**
     * The states to differentiate by: the same numbers, recorded from here on. A graph that {@code
     * x} already has is continued.
     *
     * @param x any array; left as it is
     * @return shares the memory of x, in the current scope
     */
    public static NDArray variable(NDArray x) {
        requireGiven("x", x);
        return KERNEL.call("variable", x);
    }

    /**
     * d Σy / dx without a graph; the graph of y is freed.
     *
     * @param y any shape, computed from {@code x} while the grad mode was on
     * @param x a {@link #variable}
     * @return shape of x, in the current scope
     */
    public static NDArray gradient(NDArray y, NDArray x) {
        requireGiven("y", y, "x", x);
        return KERNEL.call("gradient", y, x);
    }

    /**
     * d Σy / dx with a graph of its own, so that it can be differentiated again; the graph of y
     * stays for that. Every operation between x and y must have a second derivative.
     *
     * @param y any shape, computed from {@code x} while the grad mode was on
     * @param x a {@link #variable}
     * @return shape of x, in the current scope
     */
    public static NDArray gradientWithGraph(NDArray y, NDArray x) {
        requireGiven("y", y, "x", x);
        return KERNEL.call("gradient_with_graph", y, x);
    }

    /**
     * The same numbers without a graph.
     *
     * @return shares the memory of x, in the current scope
     */
    public static NDArray plain(NDArray x) {
        requireGiven("x", x);
        return KERNEL.call("plain", x);
    }
}
