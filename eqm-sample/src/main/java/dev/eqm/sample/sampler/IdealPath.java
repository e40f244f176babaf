package dev.eqm.sample.sampler;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.Traffic;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.schedule.GradientSchedule;
import java.util.OptionalDouble;

/**
 * How much noise a sampler leaves when everything is ideal: a perfect network, one datum x, no
 * rounding.
 *
 * <p>There the field at x_γ = γx + (1−γ)ε is (ε − x)c(γ), so a sample stays on the line through ε
 * and x, and its share of noise s = 1 − γ is all that moves. Descent makes s ← s − ηc(1−s): with
 * {@linkplain dev.eqm.core.schedule.TruncatedDecay truncated decay} s falls by λη a step while c =
 * λ, then by the factor 1 − λη/(1−a). Rules with momentum look elsewhere on the same line. Beyond
 * the datum (s &lt; 0) the field is its mirror image, because a Gaussian seen from the datum is.
 *
 * <p>The path is walked by the rule itself, in float64, on states of one number. Guidance changes
 * nothing on it: with one datum the null label answers the same.
 *
 * @param schedule c(γ), which the network was trained with
 */
public record IdealPath(GradientSchedule schedule) {
    /** Near the datum c is a line; its slope is read so far from it. */
    private static final double NEAR = 1e-6;

    public IdealPath {
        requireGiven("schedule", schedule);
    }

    /**
     * The noise left before the first and after every update; negative beyond the datum.
     *
     * @param steps how many updates
     * @return s₀ = 1, s₁, ..., [steps + 1]
     * @throws IllegalArgumentException for a rule that does not {@linkplain
     *     UpdateRule#staysOnIdealPath stay on the path}
     */
    public double[] noise(UpdateRule rule, StepSchedule sizes, int steps) {
        require(
                rule.staysOnIdealPath(),
                "rule must move along the gradient without random noise, got %s",
                rule);
        double[] left = new double[steps + 1];
        left[0] = 1;
        try (GradMode off = GradMode.off();
                Arena arena = Arena.cpu("ideal path");
                Scope scope = Scope.open()) {
            NDArray start = arena.of(new double[] {1}, 1, 1, 1, 1);
            SampleListener read = (k, step, norms) -> left[k] = Traffic.doubles(step.x())[0];
            new Sampler(rule, sizes, new StopRule.MaxSteps(steps)).run(field(), start, read);
        }
        return left;
    }

    /** States of one number, s; its gradient is sign(s)·c(1−|s|). */
    private Field field() {
        return x -> {
            double s = Traffic.doubles(x)[0];
            try (Arena arena = Arena.cpu("ideal gradient");
                    Scope scope = Scope.open()) {
                double c = Math.signum(s) * schedule.at(1 - Math.min(1, Math.abs(s)));
                NDArray gradient = arena.of(new double[] {c}, 1, 1, 1, 1);
                gradient.attach(x.getManager());
                return scope.keep(gradient);
            }
        };
    }

    /** How steeply c falls at the datum: −c′(1), λ/(1−a) for truncated decay. */
    public double slope() {
        return (schedule.at(1 - NEAR) - schedule.at(1)) / NEAR;
    }

    /**
     * The largest η with which samples settle at the datum; beyond it they swing away from it. For
     * descent on truncated decay 2(1−a)/λ.
     *
     * @return empty for rules that leave the path, and for a c that does not fall to 0 in a line
     */
    public OptionalDouble limit(UpdateRule rule) {
        double k = slope();
        return k <= 0 || schedule.at(1) > 0 ? OptionalDouble.empty() : rule.stabilityLimit(k);
    }
}
