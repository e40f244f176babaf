package dev.eqm.core.kernel;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.memory.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
 * package's page) is then wrong at once and not once in a thousand steps. Then each parameter is
 * moved to and fro along two directions of all its entries. How much the loss rises over such a
 * line is compared with the integral of what the gradient says along it, which holds for every
 * continuous loss: kinks, as those of relu, are no mistake. How long a line is depends on the
 * rounding of the loss, which is measured. Parameters of float64 are judged far more sharply; they
 * get their old bits back either way.
 *
 * @param slopes two of each parameter, in their order
 */
public record GradientCheck(List<Slope> slopes) {
    static final Kernel KERNEL = Kernel.text(GradientCheck.class, "gradient_check.py");

    /** Lines on which each parameter is moved. */
    static final int DIRECTIONS = 2;

    private static final int PASSES = 2; // freed memory may still hold the right numbers once
    private static final double VAGUE = 0.1; // of a slope, or
    private static final double SMALL = 0.01; // of the steepest parameter's

    public GradientCheck {
        requireGiven("slopes", slopes);
        slopes = List.copyOf(slopes);
    }

    /**
     * How steep the loss is along one line.
     *
     * @param parameter its name
     * @param direction which of its lines, from 1: 1 follows the signs of the gradient, 2 is random
     * @param reach how far every entry is moved to both sides
     * @param autograd mean slope by the gradient
     * @param differences mean slope by the loss at both ends
     * @param allowed how far they may be apart: rounding, kinks that are not located, and a little
     */
    public record Slope(
            String parameter,
            Shape shape,
            int direction,
            double reach,
            double autograd,
            double differences,
            double allowed) {
        /** Whether the gradient agrees; not a number never does. */
        public boolean isRight() {
            return Math.abs(autograd - differences) <= allowed;
        }

        /** Whether what is allowed is so little that agreement means something. */
        private boolean isSharp() {
            double size = Math.max(Math.abs(autograd), Math.abs(differences));
            return size == 0 || allowed <= VAGUE * size;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s %s, direction %d of %d: %.6g by autograd, %.6g (+- %.2g) by finite differences",
                    parameter,
                    shape,
                    direction,
                    DIRECTIONS,
                    autograd,
                    differences,
                    allowed);
        }
    }

    /** The same for parameters that are known by their position, from 0. */
    public static GradientCheck of(List<NDArray> parameters, Supplier<NDArray> loss) {
        requireGiven("parameters", parameters, "loss", loss);
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
        requireGiven("parameters", parameters, "loss", loss);
        require(!parameters.isEmpty(), "at least one parameter is needed, got %s", parameters);
        parameters.forEach(GradientCheck::requireLeaf);
        NDList all = new NDList(parameters.values());
        try (GradMode on = GradMode.on();
                Scope scope = Scope.open()) {
            List<NDList> passes = new ArrayList<>();
            double here = Double.NaN;
            for (int pass = 0; pass < PASSES; pass++) {
                NDArray value = Form.requireShape("loss", loss.get());
                requireGraph(value);
                try (Garbage there = Garbage.collect()) {
                    passes.add(KERNEL.call("gradients").with(value).list(all).all());
                }
                here = Arithmetic.numbers(value.flatten())[0];
                requireRepeatable(here, LossLine.value(loss), value.getDataType());
            }
            List<Slope> slopes = new ArrayList<>();
            int i = 0;
            for (Map.Entry<String, NDArray> parameter : parameters.entrySet()) {
                List<double[]> g = new ArrayList<>();
                for (NDList gradients : passes) {
                    g.add(Arithmetic.numbers(gradients.get(i).flatten()));
                }
                slopes.addAll(
                        new SlopeProbe(parameter.getKey(), parameter.getValue(), loss, here, g)
                                .slopes(31L * i));
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
     * The slopes of parameters about which nothing can be said: along none of their lines the loss
     * says more than its rounding or its jumps hide.
     */
    public List<Slope> untold() {
        double steepest =
                slopes.stream().mapToDouble(s -> effect(s, s.differences)).max().orElse(0);
        Set<String> told =
                slopes.stream()
                        .filter(s -> s.isSharp() || effect(s, s.allowed) <= SMALL * steepest)
                        .map(Slope::parameter)
                        .collect(Collectors.toSet());
        return slopes.stream().filter(s -> s.isRight() && !told.contains(s.parameter)).toList();
    }

    /** What a slope moves the loss by. */
    private static double effect(Slope s, double slope) {
        return Math.abs(slope) * s.reach;
    }

    /**
     * Passes if autograd is right.
     *
     * @return this
     * @throws BrokenRuleException naming each wrong parameter and how wrong it is, or each
     *     parameter about which it cannot be told
     */
    public GradientCheck requireRight() {
        if (!wrong().isEmpty()) {
            throw new BrokenRuleException(
                    "the gradient is wrong:" + lines(wrong()) + "\n" + hint(wrong()));
        } else if (!untold().isEmpty()) {
            throw new BrokenRuleException(
                    "it cannot be told whether the gradient is right:"
                            + lines(untold())
                            + "\nThe loss is too coarse there: its rounding, or its jumps, hide what"
                            + " the parameter changes. Check it with parameters of float64, with"
                            + " others (another seed), or with a loss of fewer samples.");
        }
        return this;
    }

    private static String lines(List<Slope> some) {
        return some.stream().map(s -> "\n  " + s).collect(Collectors.joining());
    }

    private static String hint(List<Slope> wrong) {
        String number =
                "Is there an operation with a Java number on the way to it, such as x.mul(3f),"
                        + " Activation.swish or a loss of DJL, or an array over a Java buffer? Use"
                        + " those of dev.eqm.core.kernel.Arithmetic and Functions instead.";
        boolean isCut = wrong.stream().anyMatch(slope -> slope.autograd == 0);
        String cut =
                "Where autograd says 0, the graph is cut: by stopGradient, by numbers that go"
                        + " through Java arrays and back, or by rounding. ";
        return isCut ? cut + number : number;
    }

    /** Whether a loss depends on anything that requires a gradient. */
    static boolean hasGraph(NDArray loss) {
        return KERNEL.call("has_graph").with(loss).one().toLongArray()[0] == 1;
    }

    private static void requireGraph(NDArray loss) {
        if (!hasGraph(loss)) {
            throw new BrokenRuleException(
                    "the loss has no graph: it depends on none of the parameters, so there is no"
                            + " gradient to check; was it computed under GradMode.off(), behind"
                            + " stopGradient or through Java arrays?");
        }
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
}
