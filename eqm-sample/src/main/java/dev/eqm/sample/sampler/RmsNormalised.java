package dev.eqm.sample.sampler;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;

/**
 * Gradient divided by its root mean square, one number a sample: s ← βs + (1 − β)·mean(g²) over the
 * sample's entries, x ← x − η·g/(√(s/(1 − βᵏ)) + ε) in update k. With β = 0 it is the gradient's
 * own root mean square: every step has the length η·√(C·H·W). Unlike {@link Adam}, the direction
 * stays that of the gradient.
 */
public record RmsNormalised(double eta, double beta, double epsilon) implements UpdateRule {
    public RmsNormalised {
        require(eta > 0 && Double.isFinite(eta), "eta must be positive and finite, got %s", eta);
        require(beta >= 0 && beta < 1, "beta must lie in [0, 1), got %s", beta);
        require(epsilon > 0, "epsilon must be positive, got %s", epsilon);
    }

    @Override
    public NDList init(NDArray x, NDArray seeds) {
        return new NDList(x.sum(new int[] {1, 2, 3}).zerosLike());
    }

    @Override
    public Step step(Field field, NDArray x, NDList squares, Tick tick) {
        NDArray g = field.gradient(x);
        double correction = 1 - Math.pow(beta, tick.number());
        NDList next = RuleKernels.rms(g, squares.head(), beta, correction, epsilon);
        NDArray steps = Arithmetic.scale(next.get(1), -eta * tick.factor());
        return new Step(RuleKernels.axpyRows(x, steps, g), g, new NDList(next.get(0)));
    }
}
