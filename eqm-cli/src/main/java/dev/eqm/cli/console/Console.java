package dev.eqm.cli.console;

import dev.eqm.run.Elapsed;
import dev.eqm.run.RunListener;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * What people read while a command works: lines that stay, and a status that says how far it is.
 *
 * <p>It hears a {@code RunListener}'s events: facts, warnings and written places are lines that
 * stay, warnings on the error output; progress is the status. On a terminal the status is one line
 * that is rewritten. Elsewhere (a pipe, a file) it becomes a line like the others, but only if
 * nothing was printed for {@link Heartbeat#QUIET_SECONDS}, so that a log neither falls silent nor
 * fills up. {@link Heartbeat} looks after both every second, because work that is silent itself
 * must not look dead.
 *
 * <p>Numbers are written in {@code Locale.ROOT}: the same call prints the same on every machine, a
 * point for the decimal comma, and what scripts cut out of a line can be read as a number.
 *
 * <p>The heartbeat prints from a thread of its own: every method holds the lock of this object.
 */
public final class Console implements RunListener {
    /** What a command does that has told nothing yet. */
    static final String STARTING = "starting";

    private final PrintWriter out;
    private final PrintWriter aside;
    private final Terminal terminal;
    private PrintWriter told; // where everything but results goes
    private String status = "";
    private long statusSince;
    private long beats; // lines that only say how far it is
    private final LongSupplier clock; // nanoseconds, as System.nanoTime has them
    private final long begun;
    private long lastPrinted;
    private boolean showing; // a status stands in the current line of the terminal

    /**
     * A console.
     *
     * @param out where lines go
     * @param aside where warnings go, and lines while the output is {@link #data}
     */
    public Console(PrintWriter out, PrintWriter aside, Terminal terminal) {
        this(out, aside, terminal, System::nanoTime);
    }

    Console(PrintWriter out, PrintWriter aside, Terminal terminal, LongSupplier clock) {
        this.out = out;
        this.aside = aside;
        this.terminal = terminal;
        this.told = out;
        this.clock = clock;
        this.begun = clock.getAsLong();
        this.lastPrinted = begun;
    }

    /** Over streams that tests replace; the launcher has looked whether there is a terminal. */
    public static Console of(PrintWriter out, PrintWriter aside) {
        return new Console(out, aside, Terminal.here());
    }

    /** What is at the other end. */
    public Terminal terminal() {
        return terminal;
    }

    /** Where results are printed that are not lines. */
    public PrintWriter out() {
        return out;
    }

    /**
     * From here on the standard output is for a program: {@link #result} alone writes there, and
     * what people read goes to the error output.
     *
     * @return this
     */
    public synchronized Console data() {
        told = aside;
        return this;
    }

    /** The document that a program reads. */
    public synchronized void result(String text) {
        clear();
        out.println(text);
        out.flush();
    }

    /** A line that stays. */
    public synchronized void line(String format, Object... values) {
        print(text(format, values));
        if (status.equals(STARTING)) { // no longer, and what comes next has not said what it is
            status = "working";
            statusSince = lastPrinted;
        }
    }

    /** A state that the next call replaces. */
    public synchronized void status(String text) {
        if (!text.equals(status)) {
            status = text;
            statusSince = clock.getAsLong();
        }
        if (terminal.present()) {
            rewrite(text);
        }
    }

    /** Nothing is going on: the status is taken away. */
    public synchronized void idle() {
        status = "";
        clear();
    }

    /**
     * Called every second: on a terminal the status gets its age once the work in it is silent for
     * long; elsewhere it becomes a line if nothing was printed for some time.
     */
    synchronized void beat() {
        long now = clock.getAsLong();
        if (status.isEmpty()) {
            return;
        }
        double age = (now - statusSince) * 1e-9;
        boolean young = (now - begun) * 1e-9 < Heartbeat.YOUNG_SECONDS;
        double later = young ? Heartbeat.YOUNG_QUIET_SECONDS : Heartbeat.QUIET_SECONDS;
        double quiet = beats == 0 ? Heartbeat.FIRST_SECONDS : later;
        String aged = age >= 2 ? status + " (" + Elapsed.text(age) + ")" : status;
        if (terminal.present()) {
            rewrite(aged);
        } else if ((now - lastPrinted) * 1e-9 >= quiet) {
            beats++;
            print(aged);
        }
    }

    /** A terminal would break a long fact within a word. */
    @Override
    public synchronized void found(String what) {
        boolean breaks = terminal.present() && what.length() > terminal.columns();
        List<String> lines =
                breaks && what.lines().count() == 1
                        ? Wrapping.lines(what, terminal.columns())
                        : List.of(what);
        lines.forEach(line -> line("%s", line));
    }

    /** Warnings go to the error output, so that a pipe does not swallow them. */
    @Override
    public synchronized void warned(String what) {
        clear();
        aside.println(text("%s %s", terminal.styled("fg(yellow)", "warning:"), what));
        aside.flush();
        lastPrinted = clock.getAsLong();
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

    /** Results are in a folder; the last line of a command names the file to look at first. */
    public synchronized void results(Path folder, Path file) {
        written(folder);
        line("open %s", file);
    }

    /** A sheet of pictures or a page, and its folder. */
    public void results(Path file) {
        results(file.resolveSibling(""), file);
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

    private void print(String text) {
        clear();
        told.println(text);
        told.flush();
        lastPrinted = clock.getAsLong();
    }

    /** Cut or filled to the width, so that nothing of a longer status before it is left. */
    private void rewrite(String text) {
        int width = Math.max(20, terminal.columns() - 1); // the last column would begin a new line
        String cut = text.substring(0, Math.min(width, text.length()));
        told.print("\r" + cut + " ".repeat(width - cut.length()));
        told.flush();
        showing = true;
    }

    private void clear() {
        if (showing) {
            rewrite("");
            told.print("\r");
            showing = false;
        }
    }
}
