package dev.eqm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** For which command lines libtorch is loaded while they are read. */
class EarlyStartTest {
    @Test
    void forCommandsThatCompute() {
        assertThat(Main.computes("sample", "--count", "1")).isTrue();
        assertThat(Main.computes("sample", "--help")).isFalse();
        assertThat(Main.computes("list")).isFalse();
        assertThat(Main.computes()).isFalse();
    }

    @Test
    void theyAreCommands() {
        assertThat(Main.commandLine().getSubcommands().keySet()).containsAll(Main.COMPUTING);
    }
}
