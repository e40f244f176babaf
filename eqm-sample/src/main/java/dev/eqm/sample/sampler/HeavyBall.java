package dev.eqm.sample.sampler;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;
import java.util.OptionalDouble;

/** Heavy ball (Polyak 1964): v ← μv − η∇E(x), x ← x + v. */
public record HeavyBall(double eta, double mu) implements UpdateRule {
    public HeavyBall {
        require(eta > 0 && Double.isFinite(eta), "eta must be positive and finite, got %s", eta);
        require(mu >= 0 && mu < 1, "mu must lie in [0, 1), got %s", mu);
    }

    @Override
    public NDList init(NDArray x, NDArray seeds) {
        return new NDList(x.zerosLike());
    }

    @Override
    public Step step(Field field, NDArray x, NDList velocity, Tick tick) {
        NDArray g = field.gradient(x);
        NDArray kept = Arithmetic.scale(velocity.head(), mu);
        NDArray next = Arithmetic.axpy(kept, -eta * tick.factor(), g);
        return new Step(x.add(next), g, new NDList(next));
    }

    /** 2(1 + μ)/k. */
    @Override
    public OptionalDouble stabilityLimit(double slope) {
        return OptionalDouble.of(2 * (1 + mu) / slope);
    }
}
