package dev.eqm.sample.integrator;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.sample.sampler.Step;
import java.util.OptionalInt;

/**
 * Euler: x ← x + h·v(x, t), order 1. On v = −∇E it is {@link
 * dev.eqm.sample.sampler.GradientDescent} with η = h.
 *
 * @param eta 0: h = 1/N, the step in time. Above: x ← x + η·v(x, t_k) with the same times t_k = (k
 *     − 1)/N, so that states move by another step size than time does: how the paper varies η for
 *     Flow Matching (Figure 7). N·η ≠ 1 then leaves the path that the network was trained on
 */
public record Euler(double eta) implements FixedStep {
    public Euler {
        require(
                eta >= 0 && Double.isFinite(eta),
                "eta must be 0 (1/N) or positive, and finite, got %s",
                eta);
    }

    /** With η = 1/N. */
    public Euler() {
        this(0);
    }

    @Override
    public Step step(VelocityField velocity, NDArray x, TimeStep time, NDList nothing) {
        NDArray v = velocity.velocity(x, time.from());
        double h = eta == 0 ? time.size() : eta;
        return new Step(Arithmetic.axpy(x, h, v), v.neg(), nothing);
    }

    @Override
    public OptionalInt evaluationsPerStep() {
        return OptionalInt.of(1);
    }

    @Override
    public boolean isGradientDescent() {
        return true;
    }
}
