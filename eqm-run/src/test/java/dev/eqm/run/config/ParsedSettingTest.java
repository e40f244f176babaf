package dev.eqm.run.config;

import static dev.eqm.run.config.ConfigProblemsTest.problems;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is told about settings of the command line. */
class ParsedSettingTest {
    @Test
    void problemsNameTheSetting() {
        assertThat(problems("", "train.seed=x", "train.sed=1", "loss.schedule.kind=linaer"))
                .containsExactly(
                        "train.seed=x: must be a whole number",
                        "train.sed=1: unknown key 'train.sed'; did you mean 'train.seed'?"
                                + " (known: steps, seed, batchSize, rate, flips, precision)",
                        "loss.schedule.kind=linaer: must be one of "
                                + "constant, linear, truncated, piecewise, zero; did you mean 'linear'?");
        assertThat(problems("", "loss={schedule: {kind: truncated, a: 1}}"))
                .containsExactly(
                        "loss={schedule: {kind: truncated, a: 1}}: loss.schedule.a = 1.0:"
                                + " must lie in [0, 1)");
    }

    @Test
    void malformedOnesSayHow() {
        String rule = "must read key=value, such as train.seed=1";
        assertThat(problems("", "train.seed", "=3"))
                .containsExactly("train.seed: " + rule, "=3: " + rule);
        assertThat(problems("", "train..seed=3").get(0))
                .startsWith("train..seed=3: unknown key 'train.'");
        assertThat(problems("", "train.seed="))
                .containsExactly(
                        "train.seed=: no value; "
                                + "add one, or remove the key to keep the default");
        assertThat(problems("", "data.sizes=[1, 2"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("data.sizes=[1, 2: not YAML: ");
    }

    @Test
    void aPathThatLeadsNowhereSaysSo() {
        assertThat(problems("", "train.seed.x=3", "data.sizes.0=3", "data.sizes[0]=3"))
                .containsExactly(
                        "train.seed.x=3: train.seed = {...}: must be a whole number, not a"
                                + " mapping",
                        "data.sizes.0=3: data.sizes = {...}: must be a list such as [first,"
                                + " second], given as a whole",
                        "data.sizes[0]=3: unknown key 'data.sizes[0]'; did you mean 'data.sizes'?"
                                + " (known: folder, name, sizes, crops)");
    }

    @Test
    void aSettingIsBlamedForARecordThatItWroteTo() {
        String file = "loss:\n  schedule:\n    kind: piecewise\n    lambda: 2\n";
        assertThat(problems(file, "loss.schedule.a=3"))
                .containsExactly(
                        "loss.schedule.a=3: loss.schedule.b = 1.4: b must be at least a, got"
                                + " a = 3.0, b = 1.4");
        assertThat(problems(file + "  weight: 200\n", "train.seed=3"))
                .containsExactly("x.yaml:1:1: This loss would swamp everything");
    }
}
