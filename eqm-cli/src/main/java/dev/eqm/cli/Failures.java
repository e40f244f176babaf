package dev.eqm.cli;

import dev.eqm.cli.golden.GoldenException;
import dev.eqm.cli.option.OptionNames;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.data.DataException;
import dev.eqm.core.ranks.RanksException;
import dev.eqm.core.store.TensorFileException;
import dev.eqm.models.weights.CheckpointException;
import dev.eqm.run.RunFailedException;
import dev.eqm.run.UsageException;
import dev.eqm.run.config.ConfigException;
import dev.eqm.sample.output.DivergedException;
import dev.eqm.sample.output.OutputException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Exceptions as messages and exit codes. With {@code EQM_DEBUG=1} in the environment the stack
 * trace is shown too.
 */
final class Failures implements IExecutionExceptionHandler {
    /** A run began and failed. */
    static final int FAILED = 1;

    /** The input was wrong; nothing was done. */
    static final int BAD_INPUT = 2;

    /** Whoever started eqm can mend these: the message says where and how. */
    private static final List<Class<? extends Exception>> INPUT =
            List.of(
                    ConfigException.class,
                    UsageException.class,
                    GoldenException.class,
                    DataException.class,
                    TensorFileException.class,
                    CheckpointException.class,
                    BrokenRuleException.class);

    /**
     * These come from the world (a diverged run, a full disk); the message is all there is to say.
     */
    private static final List<Class<? extends Exception>> RUN =
            List.of(
                    RunFailedException.class,
                    RanksException.class,
                    DivergedException.class,
                    OutputException.class,
                    UncheckedIOException.class);

    /**
     * Says what happened. A type that is in neither list is a bug, whatever its message: its trace
     * is shown, so that it can be reported.
     *
     * @return the exit code
     */
    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
        PrintWriter err = command.getErr();
        if (e instanceof RanksException ranks && ranks.isQuiet()) {
            return code(ranks); // rank 0 says it
        }
        boolean input = isInput(e);
        boolean known = input || RUN.stream().anyMatch(type -> type.isInstance(e));
        String bug = "this is a bug in eqm, please report it: " + e;
        err.println("eqm: " + (known ? e.getMessage() : bug));
        if (!known || "1".equals(System.getenv("EQM_DEBUG"))) {
            e.printStackTrace(err);
        }
        return input ? BAD_INPUT : FAILED;
    }

    private static int code(RanksException e) {
        return isInput(e) ? BAD_INPUT : FAILED;
    }

    /** Of ranks that fail together, what failed first decides. */
    private static boolean isInput(Exception e) {
        return e instanceof RanksException ranks
                ? INPUT.stream().anyMatch(type -> type.getName().equals(ranks.origin()))
                : INPUT.stream().anyMatch(type -> type.isInstance(e));
    }

    /**
     * Java's heap was too small; what the command held is free again, so there is room to say so.
     */
    static int outOfMemory(PrintWriter err) {
        long heap = Runtime.getRuntime().maxMemory() >> 20;
        err.printf(
                Locale.ROOT,
                "eqm: Java's heap of %,d MiB is too small for this; process less at a time "
                        + "(--batch, --count) or give Java more memory, for example EQM_JAVA_OPTS=-Xmx16g%n",
                heap);
        return FAILED;
    }

    /** What picocli says of a value: of which option or argument, and what is wrong with it. */
    private static final Pattern INVALID =
            Pattern.compile(
                    "^Invalid value for (?:option '([^']+)'|positional parameter at index \\S+ \\(([^)]+)\\)).*?: (.*)$",
                    Pattern.DOTALL);

    private static final Pattern NO_NUMBER =
            Pattern.compile("'([^']*)' is not an? (int|long|double)$");

    private static final Pattern NO_NAME =
            Pattern.compile("expected one of \\[(.*)] \\(case-insensitive\\) but was '(.*)'$");

    /** As all other values are refused: {@code --count must be a whole number, got four}. */
    private static String plain(String message) {
        Matcher invalid = INVALID.matcher(message);
        if (!invalid.find()) {
            return message;
        }
        String what = invalid.group(1) == null ? invalid.group(2) : invalid.group(1);
        Matcher name = NO_NAME.matcher(message);
        if (name.find()) {
            String known = name.group(1).toLowerCase(Locale.ROOT);
            return what + " must be one of " + known + ", got " + name.group(2);
        }
        Matcher number = NO_NUMBER.matcher(message);
        if (!number.find()) {
            return message;
        }
        String given = number.group(1);
        String rule = number.group(2).equals("double") ? "a number" : "a whole number";
        if (given.matches("[+-]?\\d+")) {
            boolean isInt = number.group(2).equals("int");
            long low = isInt ? Integer.MIN_VALUE : Long.MIN_VALUE;
            rule += " in [" + low + ", " + (isInt ? Integer.MAX_VALUE : Long.MAX_VALUE) + "]";
        }
        return what + " must be " + rule + ", got " + given;
    }

    /** A wrong option: the message, the nearest known ones, where the help is. */
    static int usage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        boolean unknown = e instanceof CommandLine.UnmatchedArgumentException;
        err.println(
                "eqm: "
                        + (unknown
                                ? UnknownArguments.of((CommandLine.UnmatchedArgumentException) e)
                                        .message()
                                : plain(e.getMessage())));
        String name = OptionNames.typed(command.getCommandSpec().qualifiedName());
        err.println("`" + name + " --help` lists the options.");
        return BAD_INPUT;
    }
}
