package dev.eqm.sample.landscape;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.field.Field;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.random.Seeds;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** Fields with a known Jacobian: ∇E(x) = Mx on states [N, d, 1, 1], float64. */
final class Matrices {
    private Matrices() {}

    /** x → Mx; m is [d, d], row by row. */
    static Field linear(Arena arena, double[] m) {
        int d = (int) Math.sqrt(m.length);
        NDArray transposed = arena.hold(arena.of(m, d, d).transpose());
        return x -> {
            long n = x.getShape().get(0);
            return x.reshape(n, d).matMul(transposed).reshape(x.getShape());
        };
    }

    static double[] diagonal(double... values) {
        int d = values.length;
        double[] m = new double[d * d];
        for (int i = 0; i < d; i++) {
            m[i * d + i] = values[i];
        }
        return m;
    }

    /** a·I + b·R, R turning every pair of axes by a right angle: ‖A‖/‖S‖ = b/a. */
    static double[] planted(int d, double a, double b) {
        double[] m = new double[d * d];
        for (int i = 0; i < d; i += 2) {
            m[i * d + i] = a;
            m[(i + 1) * d + i + 1] = a;
            m[i * d + i + 1] = -b;
            m[(i + 1) * d + i] = b;
        }
        return m;
    }

    static double[] random(int d, long seed) {
        SplittableRandom random = Seeds.generator(seed, d);
        double[] m = new double[d * d];
        for (int i = 0; i < m.length; i++) {
            m[i] = 2 * random.nextDouble() - 1;
        }
        return m;
    }

    /** ‖A‖/‖S‖ by its definition. */
    static double asymmetry(double[] m) {
        int d = (int) Math.sqrt(m.length);
        double over = 0;
        double under = 0;
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                over += Math.pow(m[i * d + j] - m[j * d + i], 2);
                under += Math.pow(m[i * d + j] + m[j * d + i], 2);
            }
        }
        return Math.sqrt(over / under);
    }

    /** States of random numbers, [n, d, 1, 1]. */
    static NDArray states(Arena arena, int n, int d) {
        double[] all = new double[n * d];
        SplittableRandom random = Seeds.generator(5);
        for (int i = 0; i < all.length; i++) {
            all[i] = 2 * random.nextDouble() - 1;
        }
        return arena.of(all, new Shape(n, d, 1, 1).getShape());
    }

    static long[] seeds(int n) {
        return LongStream.range(100, 100 + n).toArray();
    }
}
