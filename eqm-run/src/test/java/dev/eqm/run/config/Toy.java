package dev.eqm.run.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A configuration with one of everything: the family of records that the tests here read. */
record Toy(Train train, Loss loss, Data data, List<Phase> phases, List<Curve> curves) {
    static final Toy DEFAULT =
            new Toy(
                    new Train(1000, 7, 64, 1e-4, true, Precision.FLOAT32),
                    new Loss(new Linear(4.0), 1.0),
                    new Data(Path.of("data/clothes"), "clothes", List.of(28, 28), List.of()),
                    List.of(new Phase("warm up", 10)),
                    List.of());

    static final Kinds KINDS = Kinds.none().with(Curve.class, curveKinds());

    Toy {
        if (train.batchSize > train.steps) {
            throw new IllegalArgumentException(
                    "train.batchSize must not exceed train.steps, got " + train.batchSize);
        }
        if (loss.weight > 100) {
            throw new IllegalArgumentException("This loss would swamp everything");
        }
        phases = List.copyOf(phases);
        curves = List.copyOf(curves);
    }

    private static Map<String, Curve> curveKinds() {
        Map<String, Curve> kinds = new LinkedHashMap<>();
        kinds.put("constant", new Constant(1.0));
        kinds.put("linear", new Linear(1.0));
        kinds.put("truncated", new Truncated(0.8, 4.0));
        kinds.put("piecewise", new Piecewise(0.8, 1.4, 4.0));
        kinds.put("zero", new Zero());
        return kinds;
    }

    enum Precision {
        FLOAT32,
        BFLOAT16,
        TENSOR_FLOAT_32
    }

    record Train(
            int steps, long seed, int batchSize, double rate, boolean flips, Precision precision) {
        Train {
            require(steps > 0, "steps must be positive, got " + steps);
            require(batchSize > 0, "batchSize must be positive, got " + batchSize);
            require(rate > 0, "rate must be positive, got " + rate);
        }
    }

    record Loss(Curve schedule, double weight) {}

    record Data(Path folder, String name, List<Integer> sizes, List<List<Double>> crops) {}

    record Phase(String name, int steps) {
        Phase {
            require(steps >= 0, "steps must not be negative, got " + steps);
        }
    }

    interface Curve {}

    record Constant(double lambda) implements Curve {}

    record Linear(double lambda) implements Curve {}

    record Truncated(double a, double lambda) implements Curve {
        Truncated {
            require(a >= 0 && a < 1, "a must lie in [0, 1), got " + a);
            require(lambda > 0, "lambda must be positive, got " + lambda);
        }
    }

    record Piecewise(double a, double b, double lambda) implements Curve {
        Piecewise {
            require(b >= a, "b must be at least a, got a = " + a + ", b = " + b);
        }
    }

    record Zero() implements Curve {}

    private static void require(boolean condition, String rule) {
        if (!condition) {
            throw new IllegalArgumentException(rule);
        }
    }
}
