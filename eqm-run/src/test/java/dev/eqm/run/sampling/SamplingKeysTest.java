package dev.eqm.run.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.run.config.ConfigException;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.sampler.GradientDescent;
import dev.eqm.sample.sampler.Nesterov;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys from the root and keys from the section are the same keys. */
class SamplingKeysTest {
    private static Sampling over(String... settings) {
        return SamplingKeys.over(Sampling.DEFAULT, List.of(settings));
    }

    @Test
    void theRootMayBeWrittenOrLeftOut() {
        Sampling expected = Sampling.DEFAULT.withRule(new Nesterov(0.01, 0.35)).withSteps(7);
        assertThat(over("rule.eta=0.01", "steps=7", "method=descend")).isEqualTo(expected);
        assertThat(over("sampling.rule.eta=0.01", "sampling.steps=7", "sampling.method=descend"))
                .isEqualTo(expected);
        assertThat(over("sampling={rule: {eta: 0.01}, steps: 7}", "method=descend"))
                .isEqualTo(expected);
    }

    /** Kinds decide which keys exist, however they are written. */
    @Test
    void kindsComeFirstHoweverTheyAreWritten() {
        assertThat(over("rule.eta=0.5", "sampling.rule.kind=gd").rule())
                .isEqualTo(new GradientDescent(0.5));
        assertThat(over("sampling.rule.eta=0.5", "rule.kind=gd").rule())
                .isEqualTo(new GradientDescent(0.5));
    }

    @Test
    void whatIsWrongIsToldAsItWasWritten() {
        wrong(
                "rule.zeta=1",
                "rule.zeta=1: unknown key 'rule.zeta'",
                "(known to kind nag: kind, eta, mu)");
        wrong("sampling.rule.zeta=1", "sampling.rule.zeta=1: unknown key", "kind, eta, mu)");
        wrong("train.steps=5", "train.steps=5: unknown key 'train'");
        wrong("sampling.sampling.steps=5", "unknown key 'sampling'");
        wrong("sampling=5", "sampling=5");
        wrong("foo", "must read key=value");
    }

    private static void wrong(String setting, String... words) {
        assertThatThrownBy(() -> over(setting))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(words);
    }
}
