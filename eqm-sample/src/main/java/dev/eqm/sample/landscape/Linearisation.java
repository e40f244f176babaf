package dev.eqm.sample.landscape;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Answers;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Scope;

/**
 * A field near given states: ∇E(x + d) ≈ ∇E(x) + Jd, with J = ∂∇E/∂x of every state by itself. Both
 * products are exact up to rounding, no finite differences: Jᵀu is a vector–Jacobian product; it is
 * a linear function of u, so its own derivative by u, times v, is Jv.
 *
 * <p>Holds the graph of one evaluation, in the scope that was open when it was made.
 */
public final class Linearisation {
    private final NDArray x;
    private final NDArray gradient;
    private final NDArray argument;
    private final NDArray transposed;

    private Linearisation(NDArray x, NDArray gradient, NDArray argument, NDArray transposed) {
        this.x = x;
        this.gradient = gradient;
        this.argument = argument;
        this.transposed = transposed;
    }

    /**
     * Evaluates the field once.
     *
     * @param field computes with arrays alone, all its operations having second derivatives: a
     *     model's {@link dev.eqm.models.nn.ModelArchitecture#twiceDifferentiable}, explicit
     *     energies, guided or composed ones; not one that computes in Java
     * @param states [N, C, H, W]; row i of the field must depend on row i alone
     * @throws dev.eqm.core.kernel.KernelException if the field leaves no graph, or one that ends
     *     after a first derivative
     */
    public static Linearisation of(Field field, NDArray states) {
        try (GradMode on = GradMode.on()) {
            NDArray x = Autograd.variable(states);
            NDArray gradient = Answers.gradient(field.gradient(x), x);
            NDArray argument = Autograd.variable(states); // any numbers: what follows is linear
            NDArray transposed = Autograd.productWithGraph(gradient, argument, x);
            return new Linearisation(x, gradient, argument, transposed);
        }
    }

    /** ∇E(x), [N, C, H, W], without a graph. */
    public NDArray gradient() {
        return Autograd.plain(gradient);
    }

    /** Jᵀu, without a graph; u [N, C, H, W]. */
    public NDArray transposed(NDArray u) {
        return Autograd.product(gradient, u, x);
    }

    /** Jv, without a graph; v [N, C, H, W]. */
    public NDArray product(NDArray v) {
        return Autograd.product(transposed, v, argument);
    }

    /** JᵀJv. */
    NDArray normal(NDArray v) {
        try (Scope scope = Scope.open()) {
            return scope.keep(transposed(product(v)));
        }
    }
}
