package dev.eqm.run.plan;

import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.settings.SamplerWords;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.sampler.ConstantStep;
import dev.eqm.sample.sampler.GradientDescent;
import dev.eqm.sample.sampler.IdealPath;
import dev.eqm.sample.sampler.StepSchedule;
import dev.eqm.sample.sampler.UpdateRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The noise that a configuration's sampler leaves on the {@linkplain IdealPath ideal path}.
 *
 * @param sampler in words
 * @param noise 1 − γ before the first and after every update; empty where it is not known
 * @param why what is to be said about it
 * @param limit of η; empty where there is none
 * @param warnings for people
 */
public record NoiseLeft(
        String sampler, double[] noise, String why, OptionalDouble limit, List<String> warnings) {
    /** What a picture can hide: a byte has 255 levels over [−1, 1]. */
    private static final double VISIBLE = 0.01;

    private static final double[] UNKNOWN = {};

    /** Of a configuration. */
    public static NoiseLeft of(RunConfig c) {
        Sampling s = c.sampling();
        boolean time = c.model().timeConditional();
        IdealPath path = new IdealPath(c.loss().schedule());
        if (!s.integrates(c.model().architecture())) {
            return walked(
                    path,
                    s.rule(),
                    s.schedule(),
                    s.steps(),
                    SamplerWords.of(s.rule()) + ", " + s.steps());
        }
        String told = SamplerWords.of(s.integrator()) + ", " + s.steps() + " steps";
        if (time) {
            return none(told, new double[] {1, 0}, "a flow always ends at t = 1");
        }
        if (s.integrator().isGradientDescent()) {
            UpdateRule descent = new GradientDescent(1.0 / s.steps());
            return walked(path, descent, new ConstantStep(), s.steps(), told + " =");
        }
        return none(told, UNKNOWN, "not known for this integrator without time input");
    }

    private static NoiseLeft walked(
            IdealPath path, UpdateRule rule, StepSchedule sizes, int steps, String told) {
        String sampler = told + " updates";
        if (!rule.staysOnIdealPath()) {
            return none(sampler, UNKNOWN, "this rule leaves the ideal path");
        }
        double[] noise = path.noise(rule, sizes, steps);
        StableStep step = StableStep.of(rule, sizes, steps, path.schedule());
        List<String> warnings = new ArrayList<>();
        if (step.isTooLarge()) {
            warnings.add(step.warning());
        }
        double left = Math.abs(noise[steps]);
        if (left > VISIBLE) {
            warnings.add(
                    String.format(
                            Locale.ROOT,
                            "%.1f %% of the noise is left after %d updates; take more updates or a larger eta",
                            100 * left,
                            steps));
        }
        return new NoiseLeft(
                sampler,
                noise,
                "for a single data point and a perfect network",
                step.limit(),
                warnings);
    }

    private static NoiseLeft none(String sampler, double[] noise, String why) {
        return new NoiseLeft(sampler, noise, why, OptionalDouble.empty(), List.of());
    }

    /** Whether {@code noise} is known. */
    public boolean isKnown() {
        return noise.length > 0;
    }

    /** 1 − γ at the end. */
    public OptionalDouble atEnd() {
        return isKnown() ? OptionalDouble.of(noise[noise.length - 1]) : OptionalDouble.empty();
    }

    /** 1 − γ after that share of the updates. */
    public double after(double share) {
        return noise[(int) Math.round(share * (noise.length - 1))];
    }
}
