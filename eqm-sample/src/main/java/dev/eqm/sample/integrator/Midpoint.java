package dev.eqm.sample.integrator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.sample.sampler.Step;
import java.util.OptionalInt;

/**
 * Midpoint: x ← x + h·v(x + h/2·v(x, t), t + h/2). Order 2, two evaluations a step; never looks at
 * t = 1, so it also follows velocities that are not known there.
 */
public record Midpoint() implements FixedStep {
    @Override
    public Step step(VelocityField velocity, NDArray x, TimeStep time, NDList nothing) {
        double h = time.size();
        NDArray first = velocity.velocity(x, time.from());
        NDArray middle = Arithmetic.axpy(x, h / 2, first);
        NDArray second = velocity.velocity(middle, time.from() + h / 2);
        return new Step(Arithmetic.axpy(x, h, second), first.neg(), nothing);
    }

    @Override
    public OptionalInt evaluationsPerStep() {
        return OptionalInt.of(2);
    }
}
