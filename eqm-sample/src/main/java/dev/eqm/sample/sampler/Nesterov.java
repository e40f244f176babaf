package dev.eqm.sample.sampler;

import static dev.eqm.core.rule.Rules.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;

/**
 * Nesterov accelerated gradient as in eq. 9: x ← x − η∇E(x + μ(x − x_prev)).
 *
 * <p>The last displacement x − x_prev is −η times the last gradient, so that gradient is all it
 * remembers; nothing accumulates, unlike in classical momentum. The published NAG is the same rule
 * with m = the last output.
 */
public record Nesterov(double eta, double mu) implements UpdateRule {
    public Nesterov {
        require(eta > 0 && Double.isFinite(eta), "eta must be positive, got %s", eta);
        require(mu >= 0 && mu < 1, "mu must lie in [0, 1), got %s", mu);
    }

    @Override
    public NDList init(NDArray x, NDArray seeds) {
        return new NDList(x.zerosLike());
    }

    @Override
    public Step step(Field field, NDArray x, NDList last) {
        NDArray ahead = Arithmetic.axpy(x, -eta * mu, last.head()); // x + μ(x − x_prev)
        NDArray g = field.gradient(ahead);
        return new Step(Arithmetic.axpy(x, -eta, g), g, new NDList(g));
    }
}
