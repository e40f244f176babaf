package dev.eqm.sample.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.random.Noise;
import java.util.stream.LongStream;

/** Fields with known answers, and where to start on them. */
final class Fields {
    private Fields() {}

    /** E = s‖x‖²/2: gradient s·x. */
    static Field bowl(Arena arena, double s) {
        NDArray curvature = arena.hold(arena.scalar(s));
        return x -> Arithmetic.scale(x, curvature);
    }

    /** Flat: the gradient is 0. */
    static Field flat() {
        return NDArray::zerosLike;
    }

    /** Rows of standard normal noise, [n, 2, 4, 4]. */
    static NDArray start(Arena arena, int n) {
        return Noise.normal(arena, LongStream.range(0, n).toArray(), new Shape(2, 4, 4));
    }
}
