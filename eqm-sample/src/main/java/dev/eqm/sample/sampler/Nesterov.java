package dev.eqm.sample.sampler;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;
import java.util.OptionalDouble;

/**
 * Nesterov accelerated gradient as in eq. 9: x ← x − η∇E(x + μ(x − x_prev)).
 *
 * <p>Remembers the last displacement x − x_prev = −η times the last gradient; nothing accumulates,
 * unlike in {@link ClassicalNesterov}. The published NAG is the same rule with m = the last output.
 */
public record Nesterov(double eta, double mu) implements UpdateRule {
    public Nesterov {
        require(eta > 0 && Double.isFinite(eta), "eta must be positive and finite, got %s", eta);
        require(mu >= 0 && mu < 1, "mu must lie in [0, 1), got %s", mu);
    }

    @Override
    public NDList init(NDArray x, NDArray seeds) {
        return new NDList(x.zerosLike());
    }

    @Override
    public Step step(Field field, NDArray x, NDList last, Tick tick) {
        NDArray g = field.gradient(Arithmetic.axpy(x, mu, last.head())); // x + μ(x − x_prev)
        NDList moved = Arithmetic.moved(x, -eta * tick.factor(), g);
        return new Step(moved.get(0), g, new NDList(moved.get(1)));
    }

    /** 2/(k(1 + 2μ)). */
    @Override
    public OptionalDouble stabilityLimit(double slope) {
        return OptionalDouble.of(2 / (slope * (1 + 2 * mu)));
    }
}
