package dev.eqm.core.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * What a {@link GradientCheck} measures of one parameter.
 *
 * @param here the loss at what the parameter holds
 * @param gradients at what the parameter holds, each with the garbage collected behind its forward
 *     pass
 */
record SlopeProbe(
        String name,
        NDArray parameter,
        Supplier<NDArray> loss,
        double here,
        List<double[]> gradients) {
    private static final int NOISES = 8;
    private static final double CERTAIN = 6 * Math.sqrt(2); // deviations of a difference of two
    private static final int TRIES = 4; // of lines, until one is sharp
    private static final int HALVINGS = 4;
    private static final double SHORTEST = 1e-5;
    private static final double LONGEST = 0.1;

    /** How sharply a type is judged: rounding to nearest, what it leaves of slopes, of points. */
    private record Sharpness(double rounding, double slope, double neighbour) {
        static Sharpness of(DataType type) {
            return type == DataType.FLOAT64
                    ? new Sharpness(1.1e-16, 1e-7, 4e-15)
                    : new Sharpness(6e-8, 1e-3, 2e-6);
        }
    }

    private Sharpness sharpness() {
        return Sharpness.of(parameter.getDataType());
    }

    /** One along the signs of the gradient, where the loss is steepest, and one along others. */
    List<GradientCheck.Slope> slopes(long seed) {
        double noise = CERTAIN * noise(new SplittableRandom(seed));
        List<GradientCheck.Slope> all = new ArrayList<>();
        for (int k = 0; k < GradientCheck.DIRECTIONS; k++) {
            SplittableRandom random = new SplittableRandom(seed + k);
            double[] direction = k == 0 ? steepest(random) : signs(random);
            GradientCheck.Slope best = slope(k + 1, direction, noise);
            for (int again = 1; again < TRIES && isVague(best); again++) {
                GradientCheck.Slope other = slope(k + 1, signs(random), noise);
                best = other.isRight() && best.isRight() && sharper(other, best) ? other : best;
            }
            all.add(best);
        }
        return all;
    }

    /** A line of which autograd itself cannot be summed up: too many kinks. */
    private boolean isVague(GradientCheck.Slope slope) {
        return slope.isRight()
                && slope.allowed() > 10 * sharpness().slope * Math.abs(slope.differences());
    }

    private static boolean sharper(GradientCheck.Slope a, GradientCheck.Slope b) {
        return a.allowed() * Math.abs(b.differences()) < b.allowed() * Math.abs(a.differences());
    }

    private GradientCheck.Slope slope(int number, double[] direction, double noise) {
        double h = reach(direction, noise);
        try (LossLine line = new LossLine(parameter, direction, h, loss)) {
            double slack = noise + 2 * sharpness().slope * Math.abs(line.rise());
            double worst = worst(line);
            if (!(Math.abs(worst - line.middle()) <= tolerance(line))) {
                // another number after a collection: no kink excuses that
                return told(number, h, 2 * worst, line.rise(), slack);
            }
            line.refine(sharpness().slope * Math.abs(line.rise()));
            for (int i = 0; i < HALVINGS && isOff(line, slack); i++) {
                line.halve();
            }
            return told(number, h, line.integral(), line.rise(), slack + line.blur());
        }
    }

    /** Per unit of the direction, from what is told over the whole line. */
    private GradientCheck.Slope told(
            int number, double h, double autograd, double rise, double allowed) {
        return new GradientCheck.Slope(
                name,
                parameter.getShape(),
                number,
                h,
                autograd / (2 * h),
                rise / (2 * h),
                allowed / (2 * h));
    }

    private static boolean isOff(LossLine line, double slack) {
        return !(Math.abs(line.integral() - line.rise()) <= slack + line.blur());
    }

    /**
     * The slope in the middle by the gradient that is furthest from what is told without garbage.
     */
    private double worst(LossLine line) {
        return gradients.stream()
                .map(line::along)
                .max(Comparator.comparingDouble(slope -> Math.abs(slope - line.middle())))
                .orElseThrow(); // not a number is furthest
    }

    /** Between slopes at one point: threads add in any order. */
    private double tolerance(LossLine line) {
        double[] sizes = Arrays.stream(gradients.get(0)).map(Math::abs).toArray();
        double added = 20 * sharpness().rounding * line.reachOf(sizes);
        double slope = Math.max(Math.abs(line.middle()), Math.abs(line.rise()) / 2);
        return added + sharpness().slope * slope;
    }

    /**
     * So long that rounding hides no more of the slope than may be hidden: longer lines cross more
     * kinks. It is in proportion to the entries.
     */
    private double reach(double[] direction, double noise) {
        double slope = 0;
        for (int i = 0; i < direction.length; i++) {
            slope += direction[i] * gradients.get(0)[i];
        }
        double wanted = noise / (2 * sharpness().slope * Math.abs(slope));
        double shortest = SHORTEST * scale();
        double longest = LONGEST * scale();
        double h =
                Double.isFinite(wanted) ? Math.min(Math.max(wanted, shortest), longest) : longest;
        while (h > shortest && !isFinite(direction, h)) {
            h /= 10; // the loss has no value so far away
        }
        return h;
    }

    private boolean isFinite(double[] direction, double h) {
        try (LossLine line = new LossLine(parameter, direction, h, loss)) {
            return Double.isFinite(line.rise());
        }
    }

    private double scale() {
        double[] p = Arithmetic.numbers(parameter);
        double squares = Arrays.stream(p).map(v -> v * v).sum();
        return Math.max(0.1, Math.sqrt(squares / p.length));
    }

    /**
     * The rounding error of the loss, as a standard deviation: by second differences over steps so
     * small that all else vanishes, which are of 6 errors' squares. It is at least that of the
     * number in which the loss is told.
     */
    private double noise(SplittableRandom random) {
        double[] p = Arithmetic.numbers(parameter);
        double step = sharpness().neighbour * scale();
        double squares = 0;
        try {
            for (int k = 0; k < NOISES; k++) {
                double[] direction = signs(random);
                double bend = moved(p, direction, step) + moved(p, direction, -step) - 2 * here;
                squares += bend * bend / 6;
            }
        } finally {
            LossLine.set(parameter, p);
        }
        return Math.max(Math.sqrt(squares / NOISES), sharpness().rounding * Math.abs(here));
    }

    private double moved(double[] p, double[] direction, double step) {
        double[] moved = p.clone();
        for (int i = 0; i < p.length; i++) {
            moved[i] += step * direction[i];
        }
        LossLine.set(parameter, moved);
        return LossLine.value(loss);
    }

    private double[] steepest(SplittableRandom random) {
        double[] direction = signs(random);
        double[] gradient = gradients.get(0);
        for (int i = 0; i < direction.length; i++) {
            direction[i] = gradient[i] == 0 ? direction[i] : gradient[i] < 0 ? -1 : 1;
        }
        return direction;
    }

    private double[] signs(SplittableRandom random) {
        return random.doubles(parameter.size()).map(u -> u < 0.5 ? -1 : 1).toArray();
    }
}
