package dev.eqm.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What decides about colours, progress and width. */
class TerminalTest {
    private static final Map<String, String> XTERM = Map.of("TERM", "xterm-256color");

    @Test
    void colourIsForTerminalsThatWantIt() {
        assertThat(Terminal.of("true", "90", false, XTERM)).isEqualTo(new Terminal(true, true, 90));
        assertThat(Terminal.of("false", "90", true, XTERM).colours()).isFalse();
        assertThat(Terminal.of("true", "", true, Map.of("TERM", "dumb")).colours()).isFalse();
        assertThat(Terminal.of("true", "", true, Map.of()).colours()).isFalse();
    }

    /** no-color.org: any value that is not empty. */
    @Test
    void noColorIsHonoured() {
        for (String value : new String[] {"1", "0", "false"}) {
            Map<String, String> env = Map.of("TERM", "xterm", "NO_COLOR", value);
            assertThat(Terminal.of("true", "", true, env)).isEqualTo(new Terminal(true, false, 80));
        }
        Map<String, String> empty = Map.of("TERM", "xterm", "NO_COLOR", "");
        assertThat(Terminal.of("true", "", true, empty).colours()).isTrue();
    }

    @Test
    void javaIsAskedWhereTheLauncherCannotTell() {
        assertThat(Terminal.of("auto", "", true, XTERM).present()).isTrue();
        assertThat(Terminal.of("auto", "", false, XTERM).present()).isFalse();
    }

    @Test
    void textIsAsWideAsTheTerminalWithinReason() {
        assertThat(Terminal.of("true", "40", true, XTERM).textWidth()).isEqualTo(80);
        assertThat(Terminal.of("true", "91", true, XTERM).textWidth()).isEqualTo(91);
        assertThat(Terminal.of("true", "250", true, XTERM).textWidth()).isEqualTo(100);
        assertThat(Terminal.of("true", "wide", true, XTERM).textWidth()).isEqualTo(80);
    }
}
