package dev.eqm.core.field;

import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Scope;

/**
 * The field ∇E of an explicit energy over any answer f, differentiated by autograd.
 *
 * <p>It records what it needs itself. The gradient carries a graph if the thread records one, so
 * that a loss of it can be differentiated by the parameters of f; otherwise nothing is left behind.
 *
 * @param energy what f(x) means
 * @param answer f, twice differentiable if graphs are wanted; closed with this field
 */
public record Differentiated(Energy energy, Field answer) implements Field {
    public Differentiated {
        requireGiven("energy", energy, "answer", answer);
    }

    @Override
    public boolean knowsEnergy() {
        return true;
    }

    @Override
    public NDArray energy(NDArray x) {
        try (Scope scope = Scope.open()) {
            return scope.keep(of(energy, x, answer.gradient(x)));
        }
    }

    @Override
    public NDArray gradient(NDArray x) {
        try (Scope scope = Scope.open()) {
            return scope.keep(at(x).gradient());
        }
    }

    @Override
    public Point at(NDArray x) {
        boolean graph = GradMode.isOn();
        try (GradMode on = GradMode.on();
                Scope scope = Scope.open()) {
            NDArray at = Autograd.variable(x);
            NDArray e = of(energy, at, answer.gradient(at));
            Point point = point(e, at, graph);
            scope.keep(point.energy());
            scope.keep(point.gradient());
            return point;
        }
    }

    /**
     * E(x) of what a network said there, both of the shapes that they must have.
     *
     * @param f the answer at {@code x}, of its shape
     * @return [N], as {@link Energy#of}
     */
    public static NDArray of(Energy energy, NDArray x, NDArray f) {
        return Answers.energy(energy.of(x, Answers.gradient(f, x)), x);
    }

    /**
     * E and dE/dx.
     *
     * @param e [N], computed from {@code x}, recorded
     * @param x an {@link Autograd#variable}
     * @param graph true: both keep their graphs
     */
    public static Point point(NDArray e, NDArray x, boolean graph) {
        if (graph) {
            return new Point(e, Autograd.gradientWithGraph(e, x));
        }
        NDArray gradient = Autograd.gradient(e, x);
        return new Point(Autograd.plain(e), gradient);
    }

    @Override
    public boolean isRestrictable() {
        return answer.isRestrictable();
    }

    @Override
    public Differentiated restricted(int[] rows) {
        Field some = answer.restricted(rows);
        return some == answer ? this : new Differentiated(energy, some);
    }

    @Override
    public void close() {
        answer.close();
    }
}
