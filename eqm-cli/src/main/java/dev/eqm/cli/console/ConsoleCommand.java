package dev.eqm.cli.console;

import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A command whose result is what it prints and writes.
 *
 * <p>It ends with 0 unless it throws; which code an exception becomes is decided at the root of the
 * command line, by its type. A command with exit codes of its own ({@code doctor}, {@code bench})
 * does not extend this class, but uses {@link #watched}. {@code --help} and {@code --version} are
 * inherited from here.
 */
@Command(mixinStandardHelpOptions = true)
public abstract class ConsoleCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public final Integer call() {
        return watched(
                spec,
                console -> {
                    run(console);
                    return 0;
                });
    }

    /**
     * Work on the console of a command, with signs of life while it is silent.
     *
     * @param work answers the exit code
     */
    public static int watched(CommandSpec command, ToIntFunction<Console> work) {
        CommandLine line = command.commandLine();
        Console console = Console.of(line.getOut(), line.getErr());
        console.status(Console.STARTING);
        try (Heartbeat heart = Heartbeat.of(console)) {
            return work.applyAsInt(console);
        }
    }

    /**
     * Reads the options, makes one call into {@code eqm-run} and prints its report.
     *
     * @param console over the output stream of the command line, which tests replace
     */
    protected abstract void run(Console console);
}
