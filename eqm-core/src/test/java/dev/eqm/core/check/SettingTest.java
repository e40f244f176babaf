package dev.eqm.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What Java programs read; eqm-cli tests what its users do. */
class SettingTest {
    @Test
    void programsReadTheNamesOfValues() {
        assertThat(Setting.of("overwrite")).hasToString("overwrite");
        assertThat(Setting.of("gMin", 0.5)).hasToString("gMin=0.5");
        assertThat(Setting.key("train.steps", 5)).hasToString("train.steps=5");
        assertThat(Setting.key("train.steps=5")).hasToString("train.steps=5");
    }
}
