package dev.eqm.core.oracle;

import dev.eqm.core.schedule.GradientSchedule;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How likely each (image i, γ) is for one state x.
 *
 * <p>With s = 1 − γ, ‖x − γxᵢ‖² = r² + 2sb + s²q for r² = ‖x − xᵢ‖², b = ⟨x − xᵢ, xᵢ⟩, q = ‖xᵢ‖².
 * Near an image the density s^(−d)·exp(−‖x − γxᵢ‖²/2s²) is a spike at s ≈ r/√d that no grid in γ
 * finds. In t = log(1/s), where dγ = s dt, its logarithm is (d − 1)t − r²e^(2t)/2 − be^t − q/2: one
 * hill, as wide as 1/√d, wherever it stands.
 *
 * @param d numbers of an image
 * @param r2 r² of every image, [n]
 * @param b of every image, [n]
 * @param q of every image, [n]
 */
record Posterior(int d, double[] r2, double[] b, double[] q) {
    /** e^(−80) of the peak is nothing in float64, even a thousand times. */
    private static final double NOTHING = 80;

    /** Below this s, c(1 − s) is extrapolated: 1 − s would keep too few digits of s. */
    private static final double SMALL = 0x1p-40;

    private static final double TOLERANCE = 1e-11;

    /** Distances by differences, not by products, which would cancel near an image. */
    static Posterior of(double[] x, double[] data) {
        int d = x.length;
        int n = data.length / d;
        double[] r2 = new double[n];
        double[] b = new double[n];
        double[] q = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                double y = data[i * d + j];
                double difference = x[j] - y;
                r2[i] += difference * difference;
                b[i] += difference * y;
                q[i] += y * y;
            }
        }
        return new Posterior(d, r2, b, q);
    }

    /** True where x is an image: there the posterior has no density. */
    boolean atData() {
        return Arrays.stream(r2).anyMatch(distance -> distance == 0);
    }

    /** ∫ wᵢ(γ) c(γ)/(1−γ) dγ of every image, [n]. */
    double[] weights(GradientSchedule schedule) {
        int n = r2.length;
        double[] peak = new double[n];
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            peak[i] = peak(i);
            highest = Math.max(highest, log(i, peak[i]));
        }
        int[] live = live(peak, highest);
        double from = Double.POSITIVE_INFINITY;
        double to = 0;
        for (int i : live) {
            from = Math.min(from, foot(i, peak[i], 0, highest));
            to = Math.max(to, foot(i, peak[i], beyond(i, peak[i], highest), highest));
        }
        double top = highest;
        Quadrature.Integrand integrand =
                (t, into) -> {
                    double ratio = ratio(schedule, t);
                    double total = 0;
                    for (int k = 0; k < live.length; k++) {
                        double density = Math.exp(log(live[k], t) - top);
                        total += density;
                        into[k] = density * ratio;
                    }
                    into[live.length] = total;
                };
        // Rounding of the exponent is noise that no refinement removes.
        double noise = 16 * Math.ulp(largestTerm(live, to));
        double[] integrals =
                new Quadrature(Math.max(TOLERANCE, noise))
                        .integrate(integrand, live.length + 1, from, to, 2 / Math.sqrt(d));
        double[] weights = new double[n];
        for (int k = 0; k < live.length; k++) {
            weights[live[k]] = integrals[k] / integrals[live.length];
        }
        return weights;
    }

    /** Log density in t up to a constant of all images. */
    private double log(int i, double t) {
        double u = Math.exp(t);
        return (d - 1) * t - r2[i] * u * u / 2 - b[i] * u - q[i] / 2;
    }

    private double largestTerm(int[] live, double to) {
        double most = Arrays.stream(live).mapToDouble(i -> q[i]).max().orElse(0);
        return Math.max(most, d * Math.max(1, to));
    }

    /** The only maximum over t ≥ 0: r²u² + bu = d − 1, in the form that does not cancel. */
    private double peak(int i) {
        double root = Math.sqrt(b[i] * b[i] + 4 * r2[i] * (d - 1));
        double u = b[i] > 0 ? 2 * (d - 1) / (b[i] + root) : (root - b[i]) / (2 * r2[i]);
        return Math.max(0, Math.log(u));
    }

    private int[] live(double[] peak, double highest) {
        return IntStream.range(0, peak.length)
                .filter(i -> log(i, peak[i]) > highest - NOTHING)
                .toArray();
    }

    /** Some t right of the hill. */
    private double beyond(int i, double peak, double highest) {
        double step = 1;
        while (log(i, peak + step) > highest - NOTHING) {
            step *= 2;
        }
        return peak + step;
    }

    /**
     * Where the hill begins or ends, between its peak and a place on the other side of its foot.
     */
    private double foot(int i, double peak, double outside, double highest) {
        double level = highest - NOTHING;
        if (log(i, outside) > level) {
            return outside;
        }
        double in = peak;
        double out = outside;
        while (Math.abs(out - in) > 1e-3 * Math.abs(in - peak) && Math.abs(out - in) > 1e-9) {
            double middle = (in + out) / 2;
            boolean inside = log(i, middle) > level;
            in = inside ? middle : in;
            out = inside ? out : middle;
        }
        return out;
    }

    /**
     * c(γ)/(1−γ) at γ = 1 − e^(−t), with the 1 − γ that the rounded γ really has: c sees the same
     * one, so that no digits are lost where both vanish.
     */
    private static double ratio(GradientSchedule schedule, double t) {
        double s = Math.exp(-t);
        if (s >= SMALL) {
            double gamma = 1 - s;
            return schedule.at(gamma) / (1 - gamma);
        }
        double end = schedule.at(1);
        return end * Math.exp(t) + (schedule.at(1 - SMALL) - end) / SMALL;
    }
}
