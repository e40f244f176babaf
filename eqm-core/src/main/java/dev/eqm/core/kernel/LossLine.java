package dev.eqm.core.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A loss L along a line p + t·h·d, t in [-1, 1], and the integral of its slope there.
 *
 * <p>L(1) − L(-1) = ∫ dL/dt dt holds for smooth losses and for those with kinks, where slopes jump
 * but L does not. The trapezoids between points at which autograd was asked come so close to the
 * integral as {@link #blur} says, and are halved where it matters: around a jump.
 *
 * <p>The parameter is moved in place; {@link #close} puts it back to the bit.
 */
final class LossLine implements AutoCloseable {
    private static final int FIRST = 4; // intervals
    private static final int POINTS = 64; // at most, unless all intervals are halved

    private final NDArray parameter;
    private final double[] p;
    private final double[] direction;
    private final double h;
    private final Supplier<NDArray> loss;
    private final double[] ahead; // dp/dt, of the numbers that the parameter really takes
    private final TreeMap<Double, Double> slopes = new TreeMap<>(); // t -> dL/dt
    private final double rise;

    /**
     * The line through what the parameter holds.
     *
     * @param h in units of the direction
     */
    LossLine(NDArray parameter, double[] direction, double h, Supplier<NDArray> loss) {
        this.parameter = parameter;
        this.p = Arithmetic.numbers(parameter);
        this.direction = direction;
        this.h = h;
        this.loss = loss;
        this.ahead = new double[p.length];
        double[] from = at(-1);
        double[] to = at(1);
        for (int i = 0; i < p.length; i++) {
            ahead[i] = (held(to[i]) - held(from[i])) / 2;
        }
        try {
            rise = lossAt(1) - lossAt(-1);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Float32 rounds; an end that is some bits away is where it is. */
    private double held(double value) {
        return parameter.getDataType() == DataType.FLOAT64 ? value : (float) value;
    }

    /** L(1) − L(-1); not finite where the loss has no value. */
    double rise() {
        return rise;
    }

    /** dL/dt in the middle, by autograd. */
    double middle() {
        return slopeAt(0);
    }

    /** dL/dt in the middle, by a gradient. */
    double along(double[] gradient) {
        double sum = 0;
        for (int i = 0; i < gradient.length; i++) {
            sum += gradient[i] * ahead[i];
        }
        return sum;
    }

    /** The same without signs: what a sum of all entries' sizes would be. */
    double reachOf(double[] sizes) {
        double sum = 0;
        for (int i = 0; i < sizes.length; i++) {
            sum += sizes[i] * Math.abs(ahead[i]);
        }
        return sum;
    }

    /** Asks autograd at so many points that the integral is sharp, if some dozens are enough. */
    void refine(double sharp) {
        for (int i = 0; i <= FIRST; i++) {
            slopeAt(2.0 * i / FIRST - 1);
        }
        while (blur() > sharp && slopes.size() < POINTS) {
            List<Interval> all = intervals();
            Interval worst = all.get(0);
            for (Interval one : all) {
                worst = one.blur > worst.blur ? one : worst;
            }
            slopeAt(worst.from + worst.width / 2);
        }
    }

    /** Halves all intervals: two jumps that cancel each other may have hidden in one. */
    void halve() {
        intervals().forEach(one -> slopeAt(one.from + one.width / 2));
    }

    /** ∫ dL/dt dt by trapezoids. */
    double integral() {
        return intervals().stream().mapToDouble(one -> one.area).sum();
    }

    /**
     * How far the trapezoids may be off. A jump J anywhere in an interval w changes its area by at
     * most w·J/2; of several, which are independent, less than the sum counts.
     */
    double blur() {
        double sum = 0;
        double squares = 0;
        for (Interval one : intervals()) {
            sum += one.blur;
            squares += one.blur * one.blur;
        }
        return Math.min(sum, 2 * Math.sqrt(squares)); // 3.5 standard deviations
    }

    private record Interval(double from, double width, double area, double blur) {}

    /** Between the points; what the slope changes by more than elsewhere is a jump. */
    private List<Interval> intervals() {
        double usual = usualChange();
        List<Interval> all = new ArrayList<>();
        Map.Entry<Double, Double> last = slopes.firstEntry();
        for (Map.Entry<Double, Double> next : slopes.tailMap(last.getKey(), false).entrySet()) {
            double w = next.getKey() - last.getKey();
            double jump = next.getValue() - last.getValue() - usual * w;
            double area = w * (next.getValue() + last.getValue()) / 2;
            all.add(new Interval(last.getKey(), w, area, w * Math.abs(jump) / 2));
            last = next;
        }
        return all;
    }

    /** The median of d²L/dt². */
    private double usualChange() {
        List<Double> changes = new ArrayList<>();
        Map.Entry<Double, Double> last = slopes.firstEntry();
        for (Map.Entry<Double, Double> next : slopes.tailMap(last.getKey(), false).entrySet()) {
            double change = next.getValue() - last.getValue();
            changes.add(change / (next.getKey() - last.getKey()));
            last = next;
        }
        changes.sort(null);
        return changes.get(changes.size() / 2);
    }

    private double slopeAt(double t) {
        return slopes.computeIfAbsent(t, this::askedAt);
    }

    private double askedAt(double t) {
        set(parameter, at(t));
        try (Scope scope = Scope.open()) {
            return along(gradient(parameter, loss));
        }
    }

    private double lossAt(double t) {
        set(parameter, at(t));
        return value(loss);
    }

    private double[] at(double t) {
        double[] moved = new double[p.length];
        for (int i = 0; i < p.length; i++) {
            moved[i] = p[i] + t * h * direction[i];
        }
        return moved;
    }

    /** Float32 goes through float64 and back to the same bits. */
    @Override
    public void close() {
        set(parameter, p);
    }

    /** What a loss says. */
    static double value(Supplier<NDArray> loss) {
        try (Scope scope = Scope.open()) {
            return Arithmetic.numbers(loss.get().flatten())[0];
        }
    }

    /** dL/dp by autograd, zeros if L does not depend on p. */
    private static double[] gradient(NDArray parameter, Supplier<NDArray> loss) {
        NDArray value = loss.get();
        if (!GradientCheck.hasGraph(value)) {
            return new double[Math.toIntExact(parameter.size())];
        }
        return Arithmetic.numbers(
                GradientCheck.KERNEL
                        .call("gradients")
                        .with(value)
                        .list(List.of(parameter))
                        .all()
                        .head()
                        .flatten());
    }

    /**
     * In place, as an optimiser does; nothing joins the parameter's manager, which may be sealed.
     */
    static void set(NDArray parameter, double[] values) {
        try (Arena arena = Arena.open(parameter.getDevice(), "gradient check");
                GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            NDArray given = arena.of(values, parameter.getShape().getShape());
            GradientCheck.KERNEL.call("set").with(given).list(List.of(parameter)).all();
        }
    }
}
