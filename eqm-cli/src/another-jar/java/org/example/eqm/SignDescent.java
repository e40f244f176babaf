package org.example.eqm;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.sample.sampler.Step;
import dev.eqm.sample.sampler.Tick;
import dev.eqm.sample.sampler.UpdateRule;

/** x ← x − η·sign(∇E(x)): every number moves by η. Remembers nothing. */
public record SignDescent(double eta) implements UpdateRule {
    public SignDescent {
        require(eta > 0 && Double.isFinite(eta), "eta must be positive, got %s", eta);
    }

    @Override
    public NDList init(NDArray x, NDArray seeds) {
        return new NDList();
    }

    @Override
    public Step step(Field field, NDArray x, NDList nothing, Tick tick) {
        NDArray g = field.gradient(x);
        return new Step(Arithmetic.axpy(x, -eta * tick.factor(), g.sign()), g, nothing);
    }
}
