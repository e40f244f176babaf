package dev.eqm.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Facts wait until work is under way. */
class HeldTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter aside = new StringWriter();
    private final Held held =
            new Held(new Console(new PrintWriter(out), new PrintWriter(aside), Terminal.NONE));

    private String printed() {
        return out.toString().replace(System.lineSeparator(), "\n");
    }

    @Test
    void factsWaitForTheFirstShareOfWork() {
        held.found("sampling from runs/x");
        held.progressed(Double.NaN, "reading the model");
        held.found("a second fact");
        assertThat(printed()).isEmpty();
        held.progressed(0, "samples 0-3");
        assertThat(printed()).isEqualTo("sampling from runs/x\na second fact\n");
        held.found("a third fact");
        assertThat(printed()).endsWith("a third fact\n");
    }

    @Test
    void aCommandThatFailsHasToldNothingButItsWarnings() {
        held.found("sampling from runs/x");
        held.warned("beware");
        assertThat(printed()).isEmpty();
        assertThat(aside.toString()).contains("warning: beware");
    }

    @Test
    void resultsComeAfterAllFacts() {
        held.found("a fact");
        assertThat(held.with("result")).isEqualTo("result");
        assertThat(printed()).isEqualTo("a fact\n");
        held.written(Path.of("file"));
        assertThat(printed()).isEqualTo("a fact\nwritten to file\n");
    }
}
