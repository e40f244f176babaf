package dev.eqm.models.nn;

import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Noise;
import java.util.function.Supplier;

/**
 * How a parameter starts. One of one's own is a record, or a lambda, that makes its numbers from
 * the seed alone: {@code (arena, shape, seed) -> arena.of(numbers(seed), shape.getShape())}.
 */
@FunctionalInterface
public interface Init {
    /**
     * A fresh array, made in the arena.
     *
     * @param arena where the parameter will live, and its device
     * @param shape which the array must have, in float32
     * @param seed of this parameter alone, in [0, 2^63); the array is a pure function of it, the
     *     same on every device
     */
    NDArray draw(Arena arena, Shape shape, long seed);

    /** All zeros. */
    record Zeros() implements Init {
        @Override
        public NDArray draw(Arena arena, Shape shape, long seed) {
            return arena.zeros(shape.getShape());
        }
    }

    /** One value everywhere. */
    record Full(double value) implements Init {
        @Override
        public NDArray draw(Arena arena, Shape shape, long seed) {
            return arena.full(value, shape.getShape());
        }
    }

    /** Given numbers: a fixed table, computed when it is drawn. */
    record Table(Supplier<float[]> values) implements Init {
        public Table {
            requireGiven("values", values);
        }

        @Override
        public NDArray draw(Arena arena, Shape shape, long seed) {
            return arena.of(values.get(), shape.getShape());
        }
    }

    /** Normal with mean 0. */
    record Normal(double std) implements Init {
        @Override
        public NDArray draw(Arena arena, Shape shape, long seed) {
            try (Scope scope = Scope.open()) {
                NDArray z = Noise.normal(arena, new long[] {seed}, shape);
                return scope.keep(Arithmetic.scale(z, arena.scalar(std)).reshape(shape));
            }
        }
    }

    /**
     * Uniform in [−b, b], b = √(6 / (rows + columns)), the array seen as a matrix [rows, the rest].
     */
    record XavierUniform() implements Init {
        @Override
        public NDArray draw(Arena arena, Shape shape, long seed) {
            double both = shape.get(0) + shape.size() / (double) shape.get(0);
            return new Uniform(Math.sqrt(6.0 / both)).draw(arena, shape, seed);
        }
    }

    /** Uniform in [−bound, bound]. */
    record Uniform(double bound) implements Init {
        @Override
        public NDArray draw(Arena arena, Shape shape, long seed) {
            try (Scope scope = Scope.open()) {
                NDArray u = Noise.uniform(arena, new long[] {seed}, shape);
                NDArray low = arena.full(-bound, shape.getShape());
                return scope.keep(Arithmetic.axpy(low, arena.scalar(2 * bound), u.reshape(shape)));
            }
        }
    }

    /** Normal with mean 0, but for the last row, which is zeros: the null label. */
    record Embedding(double std) implements Init {
        @Override
        public NDArray draw(Arena arena, Shape shape, long seed) {
            try (Scope scope = Scope.open()) {
                NDArray z = new Normal(std).draw(arena, shape, seed);
                NDArray rows = z.get(new NDIndex("0:{}", shape.get(0) - 1));
                NDArray zeros = arena.zeros(1, shape.get(1));
                return scope.keep(rows.concat(zeros, 0));
            }
        }
    }
}
