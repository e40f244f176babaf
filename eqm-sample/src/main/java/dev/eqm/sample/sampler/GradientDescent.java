package dev.eqm.sample.sampler;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;
import java.util.OptionalDouble;

/** Gradient descent (eq. 8): x ← x − η∇E(x). Remembers nothing. */
public record GradientDescent(double eta) implements UpdateRule {
    public GradientDescent {
        require(eta > 0 && Double.isFinite(eta), "eta must be positive and finite, got %s", eta);
    }

    @Override
    public Step step(Field field, NDArray x, NDList nothing, Tick tick) {
        NDArray g = field.gradient(x);
        return new Step(Arithmetic.axpy(x, -eta * tick.factor(), g), g, nothing);
    }

    /** 2/k: beyond it a step leads further away than it began. */
    @Override
    public OptionalDouble stabilityLimit(double slope) {
        return OptionalDouble.of(2 / slope);
    }
}
