package dev.eqm.sample.sampler;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;

/**
 * Barzilai and Borwein 1988, a step size for every sample: x ← x − α∇E(x), α = ⟨s, s⟩/⟨s, y⟩ with s
 * = x − x_prev, y = g − g_prev over all entries of the sample, cut to [{@code least}, {@code
 * most}]. The first step, and one after which the curvature ⟨s, y⟩ is not positive, takes α = η.
 */
public record BarzilaiBorwein(double eta, double least, double most) implements UpdateRule {
    public BarzilaiBorwein {
        require(eta > 0 && Double.isFinite(eta), "eta must be positive and finite, got %s", eta);
        require(
                least > 0 && Double.isFinite(least),
                "least must be positive and finite, got %s",
                least);
        require(
                most >= least && Double.isFinite(most),
                "most must be finite and at least least, got %s",
                most);
    }

    @Override
    public NDList init(NDArray x, NDArray seeds) {
        return new NDList(x.zerosLike(), x.zerosLike());
    }

    @Override
    public Step step(Field field, NDArray x, NDList before, Tick tick) {
        NDArray g = field.gradient(x);
        NDList memory = new NDList(x, g);
        if (tick.number() == 1) {
            return new Step(Arithmetic.axpy(x, -eta * tick.factor(), g), g, memory);
        }
        NDArray alpha = RuleKernels.barzilaiBorwein(x, g, before, eta, least, most);
        NDArray steps = Arithmetic.scale(alpha, -tick.factor());
        return new Step(RuleKernels.axpyRows(x, steps, g), g, memory);
    }
}
