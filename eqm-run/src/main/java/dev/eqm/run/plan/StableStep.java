package dev.eqm.run.plan;

import dev.eqm.core.schedule.GradientSchedule;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.run.settings.SamplerWords;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.integrator.Euler;
import dev.eqm.sample.sampler.ConstantStep;
import dev.eqm.sample.sampler.GradientDescent;
import dev.eqm.sample.sampler.IdealPath;
import dev.eqm.sample.sampler.StepSchedule;
import dev.eqm.sample.sampler.UpdateRule;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The largest step of a sampler beside the one with which samples settle on the {@linkplain
 * IdealPath ideal path}.
 *
 * @param rule of the descent
 * @param largest η times the largest factor of its schedule
 * @param limit of η; empty where none is known
 */
public record StableStep(UpdateRule rule, double largest, OptionalDouble limit) {
    /**
     * Of samples of a network.
     *
     * @param schedule c(γ), which the network was trained with
     */
    public static StableStep of(
            Sampling sampling, ModelArchitecture network, GradientSchedule schedule) {
        int steps = sampling.steps();
        if (!sampling.integrates(network)) {
            return of(sampling.rule(), sampling.schedule(), steps, schedule);
        }
        if (!network.timeConditional() && sampling.integrator() instanceof Euler euler) {
            double eta = euler.eta() == 0 ? 1.0 / steps : euler.eta(); // is gradient descent
            return of(new GradientDescent(eta), new ConstantStep(), steps, schedule);
        }
        return new StableStep(sampling.rule(), 0, OptionalDouble.empty());
    }

    /** Of a rule that descends. */
    static StableStep of(
            UpdateRule rule, StepSchedule sizes, int steps, GradientSchedule schedule) {
        double largest =
                IntStream.rangeClosed(1, steps)
                        .mapToDouble(k -> rule.eta() * sizes.factor(k, steps))
                        .max()
                        .orElse(rule.eta());
        return new StableStep(rule, largest, new IdealPath(schedule).limit(rule));
    }

    /** Whether samples swing around the data instead of settling there. */
    public boolean isTooLarge() {
        return limit.isPresent() && largest > limit.getAsDouble();
    }

    /** What is to be said of one that is too large. */
    public String warning() {
        return String.format(
                Locale.ROOT,
                "eta %s is above the stability limit %.3g of %s: samples swing around the data instead of settling; choose a smaller eta",
                largest,
                limit.orElse(Double.NaN),
                SamplerWords.of(rule));
    }
}
