package dev.eqm.sample.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.kernel.Arithmetic;

/** Euler: x ← x + h·v(x, t), order 1. On v = −∇E it is {@link GradientDescent} with η = h. */
public record Euler() implements Integrator {
    @Override
    public Step step(VelocityField velocity, NDArray x, double from, double to, NDList nothing) {
        NDArray v = velocity.velocity(x, from);
        return new Step(Arithmetic.axpy(x, to - from, v), v.neg(), nothing);
    }
}
