package dev.eqm.run.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eqm.core.schedule.TruncatedDecay;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.integrator.Euler;
import dev.eqm.sample.integrator.Heun;
import dev.eqm.sample.sampler.Adam;
import dev.eqm.sample.sampler.GradientDescent;
import dev.eqm.sample.sampler.Nesterov;
import org.junit.jupiter.api.Test;

/** On truncated decay with a = 0.8 and λ = 4 descent settles below η = 2·0.2/4 = 0.1. */
class StableStepTest {
    private static final SiTConfig NETWORK =
            new SiTConfig(8, 4, 1, 16, 1, 2, 2, 10, 0.1, false, false);

    private static StableStep of(Sampling sampling) {
        return StableStep.of(sampling, NETWORK, new TruncatedDecay(0.8, 4));
    }

    @Test
    void aStepAboveTheLimitIsToldWithIt() {
        StableStep large = of(Sampling.DEFAULT.withRule(new GradientDescent(0.2)));
        assertThat(large.limit().getAsDouble()).isCloseTo(0.1, within(1e-6));
        assertThat(large.isTooLarge()).isTrue();
        assertThat(large.warning()).contains("eta 0.2 ", "limit 0.100 ");
        assertThat(of(Sampling.DEFAULT.withRule(new GradientDescent(0.09))).isTooLarge()).isFalse();
        assertThat(of(Sampling.DEFAULT.withRule(new Nesterov(0.2, 0.35))).isTooLarge()).isTrue();
        assertThat(of(Sampling.DEFAULT).isTooLarge()).isFalse();
    }

    @Test
    void integratorsAndRulesWithoutALimitAreNotJudged() {
        assertThat(of(Sampling.DEFAULT.withRule(new Adam(0.2, 0, 0, 1e-8))).isTooLarge()).isFalse();
        assertThat(of(Sampling.DEFAULT.withIntegrator(new Heun()).withSteps(2)).isTooLarge())
                .isFalse();
        Sampling euler = Sampling.DEFAULT.withIntegrator(new Euler());
        assertThat(of(euler.withSteps(5)).isTooLarge()).as("1/5, as gradient descent").isTrue();
        assertThat(of(euler.withSteps(50)).isTooLarge()).isFalse();
        assertThat(of(euler.withIntegrator(new Euler(0.2)).withSteps(50)).isTooLarge()).isTrue();
    }
}
