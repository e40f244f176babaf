package dev.eqm.core.kernel;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Whether autograd is right about a loss of one's own: the test that every network and loss built
 * from arrays should have once.
 *
 * <pre>{@code
 * GradientCheck.of(Map.of("weight", w, "bias", b), () -> loss(x, w, b)).requireRight();
 * }</pre>
 *
 * <p>Between the forward and the backward pass garbage collections are forced and the memory of
 * freed Java buffers is written over: what an operation with a Java number left behind (see the
 * package's page) is then wrong at once and not once in a thousand steps. Each parameter is moved
 * along two random directions of all its entries; how the loss changes there is compared with what
 * the gradient says. Parameters of float64 are judged far more sharply; they get their old bits
 * back either way.
 *
 * @param slopes two of each parameter, in their order
 */
public record GradientCheck(List<Slope> slopes) {
    private static final Kernel KERNEL = Kernel.text(GradientCheck.class, "gradient_check.py");
    private static final int DIRECTIONS = 2;
    private static final int PASSES = 2; // freed memory may still hold the right numbers once

    public GradientCheck {
        slopes = List.copyOf(slopes);
    }

    /**
     * How steep the loss is along one direction.
     *
     * @param parameter its name
     * @param autograd by the gradient
     * @param differences by central differences of the loss, extrapolated
     * @param allowed how far they may be apart: rounding, curvature, and a little
     */
    public record Slope(
            String parameter, Shape shape, double autograd, double differences, double allowed) {
        /** Whether the gradient agrees; not a number never does. */
        public boolean isRight() {
            return Math.abs(autograd - differences) <= allowed;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s %s: %.6g by autograd, %.6g (+- %.2g) by finite differences",
                    parameter,
                    shape,
                    autograd,
                    differences,
                    allowed);
        }
    }

    /** The same for parameters that are known by their position, from 0. */
    public static GradientCheck of(List<NDArray> parameters, Supplier<NDArray> loss) {
        Map<String, NDArray> named = new LinkedHashMap<>();
        parameters.forEach(p -> named.put("parameter " + named.size(), p));
        return of(named, loss);
    }

    /**
     * Checks the gradient of a loss.
     *
     * @param parameters name -> leaf that requires a gradient, float32 or float64
     * @param loss computes it anew from what the parameters hold, 0-d, the same every time; what it
     *     makes is freed
     */
    public static GradientCheck of(Map<String, NDArray> parameters, Supplier<NDArray> loss) {
        require(!parameters.isEmpty(), "at least one parameter is needed, got %s", parameters);
        parameters.forEach(GradientCheck::requireLeaf);
        NDList all = new NDList(parameters.values());
        try (GradMode on = GradMode.on();
                Scope scope = Scope.open()) {
            List<NDList> passes = new ArrayList<>();
            for (int pass = 0; pass < PASSES; pass++) {
                NDArray value = Form.requireShape("loss", loss.get());
                try (Garbage there = Garbage.collect()) {
                    passes.add(KERNEL.call("gradients").with(value).list(all).all());
                }
                double here = Arithmetic.numbers(value.flatten())[0];
                requireRepeatable(here, value(loss), value.getDataType());
            }
            List<Slope> slopes = new ArrayList<>();
            int i = 0;
            for (Map.Entry<String, NDArray> parameter : parameters.entrySet()) {
                List<double[]> g = new ArrayList<>();
                for (NDList gradients : passes) {
                    g.add(Arithmetic.numbers(gradients.get(i).flatten()));
                }
                for (int k = 0; k < DIRECTIONS; k++) {
                    SplittableRandom random = new SplittableRandom(31L * i + k);
                    slopes.add(slope(parameter.getKey(), parameter.getValue(), g, random, loss));
                }
                i++;
            }
            return new GradientCheck(slopes);
        }
    }

    /** The slopes about which autograd is wrong. */
    public List<Slope> wrong() {
        return slopes.stream().filter(slope -> !slope.isRight()).toList();
    }

    /**
     * Passes if autograd is right.
     *
     * @return this
     * @throws BrokenRuleException naming each wrong parameter and how wrong it is
     */
    public GradientCheck requireRight() {
        if (!wrong().isEmpty()) {
            throw new BrokenRuleException(
                    "the gradient is wrong:\n  "
                            + wrong().stream()
                                    .map(Slope::toString)
                                    .collect(Collectors.joining("\n  "))
                            + "\nDoes its computation contain an operation with a Java number, such as "
                            + "x.mul(3f), Activation.swish or a loss of DJL, or an array over a Java buffer? "
                            + "Use those of dev.eqm.core.kernel.Arithmetic and Functions instead.");
        }
        return this;
    }

    private static void requireLeaf(String name, NDArray parameter) {
        Form.requireRows(name, parameter);
        require(
                parameter.hasGradient(),
                "%s must require a gradient: call setRequiresGradient(true) on it, got one without",
                name);
    }

    private static void requireRepeatable(double first, double second, DataType type) {
        double tolerance = (type == DataType.FLOAT64 ? 1e-10 : 1e-4) * Math.abs(first);
        require(
                Math.abs(first - second) <= tolerance,
                "the loss must be finite and always the same for the same parameters, "
                        + "got %s and then %s: use fixed seeds for everything random in it",
                first,
                second);
    }

    /**
     * Slope along random signs, in steps in proportion to the parameter: differences over ±h and
     * ±h/2 make one of order 4 and say how far order 2 is off. Of several gradients the one that is
     * furthest from them counts.
     */
    private static Slope slope(
            String name,
            NDArray parameter,
            List<double[]> gradients,
            SplittableRandom random,
            Supplier<NDArray> loss) {
        boolean wide = parameter.getDataType() == DataType.FLOAT64;
        double[] p = Arithmetic.numbers(parameter);
        double[] direction = random.doubles(p.length).map(u -> u < 0.5 ? -1 : 1).toArray();
        double squares = Arrays.stream(p).map(v -> v * v).sum();
        double h = (wide ? 1e-3 : 1e-2) * Math.max(0.1, Math.sqrt(squares / p.length));
        double[] far = new double[2];
        double[] near = new double[2];
        try {
            for (int side = 0; side < 2; side++) {
                far[side] = valueAt(parameter, p, direction, side == 0 ? h : -h, loss);
                near[side] = valueAt(parameter, p, direction, side == 0 ? h / 2 : -h / 2, loss);
            }
        } finally {
            set(parameter, p); // float32 goes through float64 and back to the same bits
        }
        double coarse = (far[0] - far[1]) / (2 * h);
        double fine = (near[0] - near[1]) / h;
        double best = (4 * fine - coarse) / 3;
        double size = Math.max(Math.abs(far[0]), Math.abs(far[1]));
        double rounding = (wide ? 1e-14 : 1e-6) * size / h;
        double allowed = rounding + Math.abs(best - fine) + (wide ? 1e-6 : 5e-3) * Math.abs(best);
        double autograd =
                gradients.stream()
                        .map(g -> along(g, direction))
                        .max(Comparator.comparingDouble(slope -> Math.abs(slope - best)))
                        .orElseThrow();
        return new Slope(name, parameter.getShape(), autograd, best, allowed);
    }

    private static double along(double[] gradient, double[] direction) {
        double sum = 0;
        for (int i = 0; i < gradient.length; i++) {
            sum += gradient[i] * direction[i];
        }
        return sum;
    }

    private static double valueAt(
            NDArray parameter, double[] p, double[] direction, double h, Supplier<NDArray> loss) {
        double[] moved = new double[p.length];
        for (int i = 0; i < p.length; i++) {
            moved[i] = p[i] + h * direction[i];
        }
        set(parameter, moved);
        return value(loss);
    }

    private static double value(Supplier<NDArray> loss) {
        try (Scope scope = Scope.open()) {
            return Arithmetic.numbers(loss.get().flatten())[0];
        }
    }

    /**
     * In place, as an optimiser does; nothing joins the parameter's manager, which may be sealed.
     */
    private static void set(NDArray parameter, double[] values) {
        try (Arena arena = Arena.open(parameter.getDevice(), "gradient check");
                GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            NDArray given = arena.of(values, parameter.getShape().getShape());
            KERNEL.call("set").with(given).list(List.of(parameter)).all();
        }
    }
}
