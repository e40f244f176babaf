package dev.eqm.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Lines and status on a terminal, in a pipe and beside a document. */
class ConsoleTest {
    private static final long SECOND = 1_000_000_000L;

    private final StringWriter out = new StringWriter();
    private final StringWriter aside = new StringWriter();
    private long now;

    private Console console(Terminal terminal) {
        return new Console(new PrintWriter(out), new PrintWriter(aside), terminal, () -> now);
    }

    private String printed() {
        return out.toString().replace(System.lineSeparator(), "\n");
    }

    /** The time is given, so that nobody waits: seconds 1 to 60 of silent work. */
    private void beats(Console console, int from, int to) {
        for (int s = from; s <= to; s++) {
            now = s * SECOND;
            console.beat();
        }
    }

    @Test
    void aPipeHearsOfSilentWorkEveryFiveSecondsAndAfterAMinuteEveryTen() {
        Console console = console(Terminal.NONE);
        console.status("reading");
        beats(console, 1, 2);
        assertThat(printed()).isEmpty();
        beats(console, 3, 3);
        assertThat(printed()).isEqualTo("reading (3 s)\n");
        beats(console, 4, 7);
        assertThat(printed()).hasLineCount(1).doesNotContain("\r");
        beats(console, 8, 59);
        assertThat(printed()).contains("\nreading (8 s)\nreading (13 s)\n").hasLineCount(12);
        beats(console, 60, 100);
        assertThat(printed())
                .endsWith(
                        "\nreading (1 min 08 s)\nreading (1 min 18 s)\nreading (1 min 28 s)\nreading (1 min 38 s)\n");
    }

    @Test
    void whatHasToldSomethingIsNoLongerStarting() {
        Console console = console(Terminal.NONE);
        console.status(Console.STARTING);
        beats(console, 5, 5);
        beats(console, 40, 40);
        console.found("a fact");
        beats(console, 60, 60);
        assertThat(printed())
                .isEqualTo("starting (5 s)\nstarting (40 s)\na fact\nworking (20 s)\n");
    }

    @Test
    void shortWorkPrintsNothingOfItself() {
        Console console = console(Terminal.NONE);
        console.progressed(0.5, "half");
        beats(console, 1, 2);
        console.idle();
        beats(console, 20, 30);
        assertThat(printed()).isEmpty();
    }

    @Test
    void aTerminalHasOneLineThatIsRewrittenWithinItsWidth() {
        Console console = console(new Terminal(true, false, 30));
        console.progressed(0.5, "a status that is longer than a line of the terminal");
        assertThat(out.toString())
                .isEqualTo("\r" + "[##########..........] a status that".substring(0, 29));
        out.getBuffer().setLength(0);
        console.line("done");
        assertThat(printed()).isEqualTo("\r" + " ".repeat(29) + "\rdone\n");
    }

    @Test
    void theStatusOfATerminalGrowsOldWhileWorkIsSilent() {
        Console console = console(new Terminal(true, false, 40));
        console.status("reading");
        out.getBuffer().setLength(0);
        beats(console, 7, 7);
        assertThat(out.toString().strip()).isEqualTo("reading (7 s)");
    }

    @Test
    void aDocumentStandsAlone() {
        Console console = console(Terminal.NONE).data();
        console.found("a fact");
        console.warned("beware");
        console.status("reading");
        beats(console, 20, 20);
        console.result("{}");
        assertThat(printed()).isEqualTo("{}\n");
        assertThat(aside.toString()).contains("a fact", "warning: beware", "reading (");
    }

    @Test
    void aTerminalBreaksLongFactsBetweenWords() {
        String fact = "runs/a: ".repeat(9) + "10000 images of 1x28x28";
        console(new Terminal(true, false, 80)).found(fact);
        assertThat(printed().replace("\r", "").lines().map(String::strip))
                .containsExactly("runs/a: ".repeat(9) + "10000", "images of 1x28x28");
        out.getBuffer().setLength(0);
        console(Terminal.NONE).found(fact);
        assertThat(printed()).as("for programs").isEqualTo(fact + "\n");
    }

    @Test
    void warningsStandOutInColour() {
        console(new Terminal(true, true, 80)).warned("beware");
        assertThat(aside.toString()).contains("\u001b[33mwarning:\u001b[39m\u001b[0m beware");
    }

    @Test
    void columnsAreAsWideAsTheirCellsAndNumbersStandAtTheRight() {
        Table table = new Table("NAME", ">STEPS", "STATE");
        table.row("a-long-name", "5", "done");
        table.row("b", "12345678", "x");
        UnaryOperator<String> plain = UnaryOperator.identity();
        assertThat(table.lines(plain, List.of(s -> "<" + s + ">")))
                .containsExactly(
                        "NAME            STEPS  STATE",
                        "<a-long-name>         5  done",
                        "<b>            12345678  x");
    }
}
