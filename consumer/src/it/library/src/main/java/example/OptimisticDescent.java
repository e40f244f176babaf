package example;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.sample.sampler.Step;
import dev.eqm.sample.sampler.Tick;
import dev.eqm.sample.sampler.UpdateRule;

/**
 * An update rule of your own: x ← x − η(2∇E(x) − ∇E(x_prev)), which expects the gradient to go on
 * changing as it did in the last step.
 */
public record OptimisticDescent(double eta) implements UpdateRule {
    /** Before the first step: as if the last gradient had been 0. */
    @Override
    public NDList init(NDArray x, NDArray seeds) {
        return new NDList(x.zerosLike());
    }

    @Override
    public Step step(Field field, NDArray x, NDList state, Tick tick) {
        NDArray g = field.gradient(x);
        NDArray expected = Arithmetic.axpy(Arithmetic.scale(g, 2), -1, state.head());
        NDArray moved = Arithmetic.axpy(x, -eta * tick.factor(), expected);
        return new Step(moved, g, new NDList(g));
    }
}
