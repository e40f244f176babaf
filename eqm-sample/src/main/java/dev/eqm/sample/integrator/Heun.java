package dev.eqm.sample.integrator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.sample.sampler.Step;
import java.util.OptionalInt;

/**
 * Heun: x ← x + h/2·(v₁ + v₂), v₁ = v(x, t), v₂ = v(x + h·v₁, t + h). Order 2, two evaluations a
 * step: the trapezoidal rule with an Euler step as its guess. Its last step looks at t = 1.
 */
public record Heun() implements FixedStep {
    @Override
    public Step step(VelocityField velocity, NDArray x, TimeStep time, NDList nothing) {
        double h = time.size();
        NDArray first = velocity.velocity(x, time.from());
        NDArray second = velocity.velocity(Arithmetic.axpy(x, h, first), time.to());
        NDArray half = Arithmetic.axpy(x, h / 2, first);
        return new Step(Arithmetic.axpy(half, h / 2, second), first.neg(), nothing);
    }

    @Override
    public OptionalInt evaluationsPerStep() {
        return OptionalInt.of(2);
    }
}
