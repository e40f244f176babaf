package dev.eqm.core.random;

import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import java.util.Arrays;

/**
 * Random arrays from explicit seeds. The bits are those of {@code torch.manual_seed(seed)} followed
 * by {@code torch.randn} or {@code torch.rand} on the CPU, whatever the device: drawn there, then
 * moved.
 */
public final class Noise {
    private static final Kernel KERNEL = Kernel.text(Noise.class, "noise.py");

    private Noise() {}

    /**
     * Standard normal noise, one generator a row.
     *
     * @param arena where the result lives
     * @param seeds one for each row, each in [0, 2^63)
     * @param sample the shape of one row, [C, H, W]
     * @return float32, [N, C, H, W]; row i depends on {@code seeds[i]} alone
     */
    public static NDArray normal(Arena arena, long[] seeds, Shape sample) {
        requireGiven("arena", arena, "seeds", seeds, "sample", sample);
        return draw("normal_rows", arena, seeds, sample);
    }

    /** Uniform noise in [0, 1), as {@link #normal}. */
    public static NDArray uniform(Arena arena, long[] seeds, Shape sample) {
        requireGiven("arena", arena, "seeds", seeds, "sample", sample);
        return draw("uniform_rows", arena, seeds, sample);
    }

    private static NDArray draw(String method, Arena arena, long[] seeds, Shape sample) {
        if (seeds.length == 0 || Arrays.stream(seeds).anyMatch(s -> s < 0)) {
            throw new BrokenRuleException(
                    "needs at least one seed, each in [0, 2^63), got " + Arrays.toString(seeds));
        }
        try (Arena host = Arena.cpu("noise");
                Scope scope = Scope.open()) {
            NDArray sizes = host.of(new long[] {sample.size()}, 1);
            NDArray rows = KERNEL.call(method, host.of(seeds, seeds.length), sizes);
            NDArray shaped = rows.reshape(new Shape(seeds.length).addAll(sample));
            return scope.keep(arena.hold(shaped.toDevice(arena.device(), true)));
        }
    }
}
