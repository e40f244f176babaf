package dev.eqm.cli.console;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A command whose result is what it prints and writes.
 *
 * <p>It ends with 0 unless it throws; which code an exception becomes is decided at the root of the
 * command line, by its type. A command with exit codes of its own ({@code doctor}, {@code bench})
 * does not extend this class. {@code --help} and {@code --version} are inherited from here.
 */
@Command(mixinStandardHelpOptions = true)
public abstract class ConsoleCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public final Integer call() {
        run(Console.of(spec.commandLine().getOut()));
        return 0;
    }

    /**
     * Reads the options, makes one call into {@code eqm-run} and prints its report.
     *
     * @param console over the output stream of the command line, which tests replace
     */
    protected abstract void run(Console console);
}
