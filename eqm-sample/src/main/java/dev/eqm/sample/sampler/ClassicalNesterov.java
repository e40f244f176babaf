package dev.eqm.sample.sampler;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;
import java.util.OptionalDouble;

/**
 * Classical Nesterov with accumulated velocity: v ← μv − η∇E(x + μv), x ← x + v. Nesterov 1983 in
 * the form of Sutskever et al. 2013; {@link Nesterov} is the paper's rule, which accumulates
 * nothing.
 */
public record ClassicalNesterov(double eta, double mu) implements UpdateRule {
    public ClassicalNesterov {
        require(eta > 0 && Double.isFinite(eta), "eta must be positive and finite, got %s", eta);
        require(mu >= 0 && mu < 1, "mu must lie in [0, 1), got %s", mu);
    }

    @Override
    public NDList init(NDArray x, NDArray seeds) {
        return new NDList(x.zerosLike());
    }

    @Override
    public Step step(Field field, NDArray x, NDList velocity, Tick tick) {
        NDArray v = velocity.head();
        NDArray g = field.gradient(Arithmetic.axpy(x, mu, v));
        NDArray next = Arithmetic.axpy(Arithmetic.scale(v, mu), -eta * tick.factor(), g);
        return new Step(x.add(next), g, new NDList(next));
    }

    /** (2 + 2μ)/(k(1 + 2μ)). */
    @Override
    public OptionalDouble stabilityLimit(double slope) {
        return OptionalDouble.of((2 + 2 * mu) / (slope * (1 + 2 * mu)));
    }
}
