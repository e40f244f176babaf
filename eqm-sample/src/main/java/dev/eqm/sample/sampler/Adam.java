package dev.eqm.sample.sampler;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;

/**
 * Adam (Kingma and Ba 2015): m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², x ← x − η·m̂/(√v̂ + ε) with
 * m̂ = m/(1 − β₁ᵏ), v̂ = v/(1 − β₂ᵏ) in update k. With β₁ = β₂ = 0 (Table 12) it is sign descent: x
 * ← x − η·g/(|g| + ε).
 */
public record Adam(double eta, double beta1, double beta2, double epsilon) implements UpdateRule {
    public Adam {
        require(eta > 0 && Double.isFinite(eta), "eta must be positive and finite, got %s", eta);
        require(beta1 >= 0 && beta1 < 1, "beta1 must lie in [0, 1), got %s", beta1);
        require(beta2 >= 0 && beta2 < 1, "beta2 must lie in [0, 1), got %s", beta2);
        require(epsilon > 0, "epsilon must be positive, got %s", epsilon);
    }

    @Override
    public NDList init(NDArray x, NDArray seeds) {
        return new NDList(x.zerosLike(), x.zerosLike());
    }

    @Override
    public Step step(Field field, NDArray x, NDList moments, Tick tick) {
        NDArray g = field.gradient(x);
        double bias1 = 1 - Math.pow(beta1, tick.number());
        double bias2 = 1 - Math.pow(beta2, tick.number());
        NDList next = RuleKernels.adam(g, moments, beta1, beta2, bias1, bias2, epsilon);
        NDArray moved = Arithmetic.axpy(x, -eta * tick.factor(), next.get(2));
        return new Step(moved, g, new NDList(next.get(0), next.get(1)));
    }
}
