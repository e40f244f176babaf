package dev.eqm.cli.bench.gpu;

import static dev.eqm.core.check.Check.require;

import dev.eqm.cli.bench.gpu.DeviceMode.Kind;
import java.util.List;
import java.util.Set;

/**
 * Something that a device computes and that is compared with the CPU.
 *
 * @param name for people
 * @param texts the kernel texts that it calls, as resources below {@code dev/eqm}
 * @param kinds in which it can be computed
 * @param numbers what it comes to; a pure function of the mode
 */
record DeviceCheck(String name, List<String> texts, Set<Kind> kinds, Numbers numbers) {
    /** The work of a check. */
    @FunctionalInterface
    interface Numbers {
        /** Computes, and frees everything. */
        double[] in(DeviceMode mode);
    }

    DeviceCheck {
        texts = List.copyOf(texts);
        kinds = Set.copyOf(kinds);
    }

    /** Of maths without networks: exact in float64. */
    static DeviceCheck maths(String name, List<String> texts, Numbers numbers) {
        return new DeviceCheck(name, texts, Set.of(Kind.FLOAT64, Kind.FLOAT32), numbers);
    }

    /** Of a network, which has no float64. */
    static DeviceCheck network(String name, List<String> texts, Numbers numbers) {
        return new DeviceCheck(
                name, texts, Set.of(Kind.FLOAT32, Kind.TF32, Kind.BFLOAT16), numbers);
    }

    /** Of something that is float32 whatever the mode. */
    static DeviceCheck single(String name, List<String> texts, Numbers numbers) {
        return new DeviceCheck(name, texts, Set.of(Kind.FLOAT32), numbers);
    }

    /** The best kind there is, in which the CPU says what is right. */
    Kind reference() {
        return kinds.contains(Kind.FLOAT64) ? Kind.FLOAT64 : Kind.FLOAT32;
    }

    /** ‖a − b‖/‖b‖; infinite where a number is not finite or b is 0 alone. */
    static double error(double[] a, double[] b) {
        require(
                a.length == b.length,
                "a check must answer as many numbers in every mode, got %s",
                a.length);
        double difference = 0;
        double size = 0;
        for (int i = 0; i < a.length; i++) {
            difference += (a[i] - b[i]) * (a[i] - b[i]);
            size += b[i] * b[i];
        }
        double error = Math.sqrt(difference / size);
        return Double.isFinite(error) ? error : Double.POSITIVE_INFINITY;
    }
}
