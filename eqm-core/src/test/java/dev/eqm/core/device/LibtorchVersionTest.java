package dev.eqm.core.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibtorchVersionTest {
    @ParameterizedTest
    @ValueSource(strings = {"2.7.1", "2.7.1+cu128", "2.7.1+cpu"})
    void theTestedOneInAnyBuild(String text) {
        LibtorchVersion version = new LibtorchVersion(text);
        assertThat(version.isTested()).isTrue();
        assertThat(version.describe()).isEqualTo(text + ", the one that eqm is tested with");
        assertThat(version.verdict(true)).isEmpty();
        assertThat(version.verdict(false)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.11.0", "2.7.10", "2.7.0+cu128"})
    void anotherOneIsNamedAndJudgedByItsNumbers(String text) {
        LibtorchVersion version = new LibtorchVersion(text);
        assertThat(version.isTested()).isFalse();
        assertThat(version.describe()).startsWith(text + "; eqm is tested with 2.7.1");
        assertThat(version.verdict(true))
                .isEqualTo(
                        "libtorch "
                                + text
                                + " is not the one that eqm is tested with, 2.7.1, but its numbers agree");
        assertThat(version.verdict(false)).endsWith("its numbers do not agree: use libtorch 2.7.1");
    }

    @Test
    void theLoadedOneIsTheTestedOne() {
        assertThat(LibtorchVersion.loaded().isTested()).isTrue();
    }
}
