package dev.eqm.sample.sampler;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Heun's method as an optimiser (Appendix D.2 of the paper, with a step size of its own): x ← x −
 * η/2·(∇E(x) + ∇E(x − η∇E(x))). Unlike the integrator {@link dev.eqm.sample.integrator.Heun}, η and
 * the number of steps are independent. Two gradients a step; remembers nothing.
 */
public record HeunDescent(double eta) implements UpdateRule {
    public HeunDescent {
        require(eta > 0 && Double.isFinite(eta), "eta must be positive and finite, got %s", eta);
    }

    @Override
    public Step step(Field field, NDArray x, NDList nothing, Tick tick) {
        double h = eta * tick.factor();
        NDArray first = field.gradient(x);
        NDArray second = field.gradient(Arithmetic.axpy(x, -h, first));
        NDArray half = Arithmetic.axpy(x, -h / 2, first);
        return new Step(Arithmetic.axpy(half, -h / 2, second), first, nothing);
    }

    @Override
    public OptionalInt evaluationsPerStep() {
        return OptionalInt.of(2);
    }

    /** 2/k: a step multiplies x by 1 − ηk + (ηk)²/2, which is below 1 up to there. */
    @Override
    public OptionalDouble stabilityLimit(double slope) {
        return OptionalDouble.of(2 / slope);
    }
}
