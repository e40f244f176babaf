package dev.eqm.cli.console;

import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/**
 * What is at the other end of the standard output.
 *
 * <p>Java cannot tell a terminal from a pipe in the same way on all versions, so the launcher tells
 * it: the property eqm.terminal is {@code true}, {@code false} or {@code auto} (ask Java), and
 * eqm.columns is the width.
 *
 * @param present whether a person is watching: the cursor can go back to the start of the line
 * @param colours whether escape sequences for colours are understood and wanted
 * @param columns of a line
 */
public record Terminal(boolean present, boolean colours, int columns) {
    /** No terminal: a pipe or a file. */
    public static final Terminal NONE = new Terminal(false, false, 80);

    private static final int NARROWEST = 80;

    /** Text in longer lines is hard to read. */
    private static final int WIDEST = 100;

    /**
     * The standard output of this process. From JDK 22 on there is a console without a terminal,
     * too, unless {@code jdk.console} is {@code java.base}, as the launcher for Windows has it.
     */
    @SuppressWarnings("SystemConsoleNull") // see above; asked only if the launcher cannot tell
    public static Terminal here() {
        return of(
                System.getProperty("eqm.terminal", "false"),
                System.getProperty("eqm.columns", ""),
                System.console() != null,
                System.getenv());
    }

    /**
     * From what the launcher and the environment say. {@code NO_COLOR} of any value that is not
     * empty switches colours off (no-color.org); so does a terminal that calls itself dumb, or says
     * nothing, as Windows' own.
     *
     * @param interactive what Java thinks of the console, for {@code auto}
     */
    static Terminal of(
            String terminal, String columns, boolean interactive, Map<String, String> environment) {
        boolean present = terminal.equals("auto") ? interactive : terminal.equals("true");
        String term = environment.getOrDefault("TERM", "dumb");
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        boolean colours = present && !plain && !term.equals("dumb") && !term.isEmpty();
        boolean known = columns.matches("[1-9]\\d{0,4}");
        return new Terminal(present, colours, known ? Integer.parseInt(columns) : NONE.columns);
    }

    /** Columns of help texts and tables: those of the terminal, but 80 to 100. */
    public int textWidth() {
        return Math.max(NARROWEST, Math.min(WIDEST, columns));
    }

    /** Text in a style of picocli's markup, such as {@code fg(yellow)}; plain without colours. */
    public String styled(String style, String text) {
        // the markup ends at "|@": text that holds it is left alone rather than cut
        return colours && !text.contains("|@")
                ? Ansi.ON.string("@|" + style + " " + text + "|@")
                : text;
    }

    /** For picocli's own texts. */
    public Ansi ansi() {
        return colours ? Ansi.ON : Ansi.OFF;
    }
}
