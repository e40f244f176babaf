package dev.eqm.sample.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.random.Noise;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Fields with known answers, and where to start on them. */
final class Fields {
    private Fields() {}

    /** E = s‖x‖²/2: gradient s·x. */
    static Field bowl(Arena arena, double s) {
        return explicit(x -> Arithmetic.scale(x, s), s / 2, 2);
    }

    /** Flat: the gradient is 0. */
    static Field flat() {
        return explicit(NDArray::zerosLike, 0, 2);
    }

    /** E = Σx⁴/4: gradient x³. */
    static Field cubic() {
        return explicit(x -> x.mul(x).mul(x), 0.25, 4);
    }

    private static Field explicit(UnaryOperator<NDArray> gradient, double s, int power) {
        return new Field() {
            @Override
            public boolean knowsEnergy() {
                return true;
            }

            @Override
            public NDArray energy(NDArray x) {
                NDArray square = x.mul(x);
                NDArray sum = (power == 2 ? square : square.mul(square)).sum(new int[] {1, 2, 3});
                return Arithmetic.scale(sum, s);
            }

            @Override
            public NDArray gradient(NDArray x) {
                return gradient.apply(x);
            }
        };
    }

    /** E = s_i‖x_i‖²/2, every row with a curvature of its own: restrictions must choose. */
    record Bowls(Arena arena, double[] s) implements Field {
        @Override
        public boolean knowsEnergy() {
            return true;
        }

        @Override
        public NDArray energy(NDArray x) {
            NDArray curvature = arena.of(s, s.length).toType(x.getDataType(), true);
            NDArray half = Arithmetic.scale(curvature, 0.5);
            return x.mul(x).sum(new int[] {1, 2, 3}).mul(half);
        }

        @Override
        public NDArray gradient(NDArray x) {
            if (x.getShape().get(0) != s.length) {
                throw new IllegalArgumentException(s.length + " rows, got " + x.getShape());
            }
            NDArray curvature = arena.of(s, s.length, 1, 1, 1);
            return x.mul(curvature.toType(x.getDataType(), true));
        }

        @Override
        public Bowls restricted(int[] rows) {
            return new Bowls(arena, IntStream.of(rows).mapToDouble(i -> s[i]).toArray());
        }
    }

    /** Rows of standard normal noise, [n, 2, 4, 4]. */
    static NDArray start(Arena arena, int n) {
        return Noise.normal(arena, LongStream.range(0, n).toArray(), new Shape(2, 4, 4));
    }
}
