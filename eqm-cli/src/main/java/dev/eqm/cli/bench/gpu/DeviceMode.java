package dev.eqm.cli.bench.gpu;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.device.Precision;
import dev.eqm.core.device.Tf32;
import dev.eqm.core.memory.Arena;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Where and in which arithmetic a check computes.
 *
 * @param device of all arrays
 * @param kind of numbers
 */
record DeviceMode(Device device, Kind kind) {
    /** What numbers are computed in. */
    enum Kind {
        /** For maths without a network. */
        FLOAT64("float64", 1e-10),
        /** True float32. */
        FLOAT32("float32", 2e-4),
        /** float32 arrays, products in TF32: on a GPU alone. */
        TF32("TF32", 1e-2),
        /** Networks in bfloat16, everything else in float32. */
        BFLOAT16("bfloat16", 3e-2);

        private final String title;
        private final double tolerance;

        Kind(String title, double tolerance) {
            this.title = title;
            this.tolerance = tolerance;
        }

        String title() {
            return title;
        }

        /** The largest relative error ‖a − b‖/‖b‖ that rounding may explain. */
        double tolerance() {
            return tolerance;
        }
    }

    /** All kinds that a device has. */
    static List<Kind> kinds(Device device) {
        return device.isGpu() && Tf32.isSettable()
                ? List.of(Kind.values())
                : List.of(Kind.FLOAT64, Kind.FLOAT32, Kind.BFLOAT16);
    }

    /** Of arrays. */
    DataType type() {
        return kind == Kind.FLOAT64 ? DataType.FLOAT64 : DataType.FLOAT32;
    }

    /** Of networks. */
    Precision precision() {
        return kind == Kind.BFLOAT16 ? Precision.BFLOAT16 : Precision.FLOAT32;
    }

    /** Standard normal numbers that are the same in every mode, up to their type. */
    NDArray normal(Arena arena, long seed, long... shape) {
        double[] values = normal(seed, Math.toIntExact(new Shape(shape).size()));
        if (type() == DataType.FLOAT64) {
            return arena.of(values, shape);
        }
        float[] single = new float[values.length];
        for (int i = 0; i < single.length; i++) {
            single[i] = (float) values[i];
        }
        return arena.of(single, shape);
    }

    /** Box and Muller's, rounded to float32 so that every mode sees the same numbers. */
    static double[] normal(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
            values[i] = (float) (radius * Math.cos(2 * Math.PI * random.nextDouble()));
        }
        return values;
    }
}
