package dev.eqm.sample.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.kernel.Arithmetic;

/**
 * Heun: x ← x + h/2·(v₁ + v₂), v₁ = v(x, t), v₂ = v(x + h·v₁, t + h). Order 2, two evaluations a
 * step.
 */
public record Heun() implements Integrator {
    @Override
    public Step step(VelocityField velocity, NDArray x, double from, double to, NDList nothing) {
        double h = to - from;
        NDArray first = velocity.velocity(x, from);
        NDArray second = velocity.velocity(Arithmetic.axpy(x, h, first), to);
        NDArray half = Arithmetic.axpy(x, h / 2, first);
        return new Step(Arithmetic.axpy(half, h / 2, second), first.neg(), nothing);
    }
}
