package dev.eqm.cli.console;

import dev.eqm.run.Elapsed;
import dev.eqm.run.RunListener;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Progress for people: one line that is rewritten on a terminal, plain lines elsewhere.
 *
 * <p>It hears a {@code RunListener}'s events: facts, warnings and written places are lines that
 * stay; progress is a status. Whether it is a terminal is told by the launcher, in the property
 * eqm.terminal.
 *
 * <p>Numbers are written in {@code Locale.ROOT}: the same call prints the same on every machine, a
 * point for the decimal comma, and what scripts cut out of a line can be read as a number.
 *
 * @param out where lines go
 * @param terminal whether the cursor can go back
 */
public record Console(PrintWriter out, boolean terminal) implements RunListener {
    // cut or filled to 100 columns, so that nothing of a longer status before it is left
    private static final String STATUS = "\r%-100.100s";

    /** The standard output; the launcher has looked whether it is a terminal. */
    public static Console of(PrintWriter out) {
        return new Console(out, Boolean.getBoolean("eqm.terminal"));
    }

    /** A line that stays. */
    public void line(String format, Object... values) {
        clear();
        out.println(text(format, values));
        out.flush();
    }

    /** A state that the next call replaces; nothing where there is no terminal. */
    public void status(String text) {
        if (terminal) {
            out.printf(STATUS, text);
            out.flush();
        }
    }

    @Override
    public void found(String what) {
        line("%s", what);
    }

    @Override
    public void warned(String what) {
        line("warning: %s", what);
    }

    /** A bar where the fraction is known. */
    @Override
    public void progressed(double fraction, String what) {
        status(Double.isNaN(fraction) ? what : bar(fraction) + " " + what);
    }

    @Override
    public void written(Path place) {
        line("written to %s", place);
    }

    /** A part of a line, formatted as {@link #line} does. */
    static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** A bar of a fraction done. */
    public static String bar(double fraction) {
        int full = (int) Math.round(20 * Math.max(0, Math.min(1, fraction)));
        return "[" + "#".repeat(full) + ".".repeat(20 - full) + "]";
    }

    /** {@code 1 h 05 min}, {@code 3 min 20 s}, {@code 12 s}. */
    public static String duration(double seconds) {
        return Elapsed.text(seconds);
    }

    private void clear() {
        if (terminal) {
            out.printf(STATUS + "\r", "");
        }
    }
}
