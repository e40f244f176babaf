package dev.eqm.cli.console;

import dev.eqm.core.check.Setting;
import dev.eqm.run.overview.RunDetails;
import dev.eqm.run.overview.RunList;
import dev.eqm.run.overview.RunState;
import dev.eqm.run.overview.RunSummary;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Runs for people: all of a folder as a table, or one with all that is known of it. Of {@code eqm
 * list} and {@code eqm show}.
 */
public final class RunsText {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

    /** What is not known. */
    private static final String NONE = "-";

    private RunsText() {}

    /** Prints a line a run; what is wrong with one stands below the table. */
    public static void print(RunList list, Console console) {
        if (list.runs().isEmpty()) {
            console.line(
                    "there are no runs in %s; "
                            + Setting.command("train")
                            + " --config fashion-mnist.yaml starts one, and "
                            + Setting.command("list")
                            + " DIR lists another folder",
                    list.folder().toAbsolutePath().normalize());
            return;
        }
        Table table =
                new Table("NAME", "STATE", ">STEPS", ">LOSS", ">EXPLAINED", "CHANGED", ">SIZE");
        for (RunSummary run : list.runs()) {
            table.row(
                    run.name(),
                    run.state().toString(),
                    steps(run),
                    number(run.loss()),
                    number(run.explained()),
                    date(run.changed()),
                    size(run.bytes()));
        }
        Terminal terminal = console.terminal();
        List<UnaryOperator<String>> styles =
                List.of(UnaryOperator.identity(), s -> styled(terminal, s));
        table.lines(s -> terminal.styled("bold", s), styles)
                .forEach(line -> console.line("%s", line));
        list.runs()
                .forEach(run -> run.problems().forEach(p -> console.warned(run.name() + ": " + p)));
    }

    /** Prints what a run is, how far it is, what it has made, and what can be done next. */
    public static void print(RunDetails run, Console console) {
        RunSummary summary = run.summary();
        Terminal terminal = console.terminal();
        console.line(
                "%s: %s",
                terminal.styled("bold", summary.folder().toString()),
                styled(terminal, summary.state().toString()));
        run.facts().forEach((name, text) -> fact(console, name, text));
        fact(console, "progress", progress(run));
        if (!run.checkpoints().isEmpty()) {
            fact(
                    console,
                    "checkpoints",
                    run.checkpoints().stream()
                            .map(Object::toString)
                            .collect(Collectors.joining(", ", "steps ", "")));
        }
        fact(console, "on disk", size(summary.bytes()) + ", changed " + date(summary.changed()));
        run.picture().forEach(p -> fact(console, "picture", p.toString()));
        if (!run.scores().isEmpty()) {
            fact(console, "scores", scores(run.scores()) + " at step " + run.scoredAt());
        }
        run.samples().forEach(p -> fact(console, "samples", p.toString()));
        summary.problems().forEach(console::warned);
        run.warnings().forEach(console::warned);
        // to be copied as one line
        run.next().forEach(c -> console.line("%-14s%s", "next", terminal.styled("bold", c)));
    }

    /** A long text goes on below its beginning. */
    private static void fact(Console console, String name, String text) {
        int column = 14;
        String rest = " ".repeat(column);
        List<String> lines = Wrapping.lines(text, console.terminal().textWidth() - column);
        for (int i = 0; i < lines.size(); i++) {
            console.line("%s%s", i == 0 ? Console.text("%-14s", name) : rest, lines.get(i));
        }
    }

    private static String progress(RunDetails run) {
        RunSummary s = run.summary();
        String text = "step " + s.step() + " of " + (s.steps() == 0 ? "?" : s.steps());
        if (!Double.isNaN(s.loss())) {
            text += ", loss " + number(s.loss()) + ", explained variance " + number(s.explained());
        }
        return run.seconds() > 0
                ? text + ", " + Console.duration(run.seconds()) + " of training"
                : text;
    }

    /** Values; the bounds of their intervals are for programs. */
    private static String scores(Map<String, Double> scores) {
        return scores.entrySet().stream()
                .filter(e -> !e.getKey().endsWith(" low") && !e.getKey().endsWith(" high"))
                .map(e -> e.getKey() + Console.text(" %.4g", e.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String styled(Terminal terminal, String state) {
        if (state.equals(RunState.DAMAGED.toString())) {
            return terminal.styled("fg(red)", state);
        }
        boolean good = state.equals(RunState.COMPLETE.toString());
        return good ? terminal.styled("fg(green)", state) : state;
    }

    private static String steps(RunSummary run) {
        return run.step() + "/" + (run.steps() == 0 ? "?" : run.steps());
    }

    private static String number(double value) {
        return Double.isNaN(value) ? NONE : Console.text("%.3f", value);
    }

    private static String date(Instant when) {
        return DATE.format(when.atZone(ZoneId.systemDefault()));
    }

    /** Thousands, as file managers count. */
    private static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 999.5 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        String format = unit == 0 || value >= 99.95 ? "%.0f %s" : "%.1f %s";
        return Console.text(format, value, UNITS[unit]);
    }
}
