package dev.eqm.sample.sampler;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.Traffic;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.random.Noise;
import dev.eqm.core.random.Seeds;

/**
 * Unadjusted Langevin dynamics: x ← x − η∇E(x) + √(2ηT)·ξ, ξ standard normal. Samples e^(−E/T) for
 * small η; with T = 0 it is {@link GradientDescent}, bit for bit.
 *
 * <p>ξ is a function of (the sample's seed, the step), so it is the same whoever is beside the
 * sample. The first noise of a run, its start, is another.
 */
public record Langevin(double eta, double temperature) implements UpdateRule {
    private static final long STREAM = 0x4C414E47; // "LANG"

    public Langevin {
        require(eta > 0 && Double.isFinite(eta), "eta must be positive and finite, got %s", eta);
        require(
                temperature >= 0 && Double.isFinite(temperature),
                "temperature must be finite and not negative, got %s",
                temperature);
    }

    @Override
    public NDList init(NDArray x, NDArray seeds) {
        return new NDList(seeds);
    }

    @Override
    public Step step(Field field, NDArray x, NDList seeds, Tick tick) {
        double size = eta * tick.factor();
        NDArray g = field.gradient(x);
        NDArray moved = Arithmetic.axpy(x, -size, g);
        if (temperature == 0) {
            return new Step(moved, g, seeds);
        }
        long[] now = Seeds.derive(Traffic.longs(seeds.head()), STREAM, tick.number());
        try (Arena arena = Arena.open(x.getDevice(), "langevin")) {
            NDArray xi =
                    Noise.normal(arena, now, x.getShape().slice(1))
                            .toType(x.getDataType(), false); // drawn in float32
            double scale = Math.sqrt(2 * size * temperature);
            return new Step(Arithmetic.axpy(moved, scale, xi), g, seeds);
        }
    }
}
