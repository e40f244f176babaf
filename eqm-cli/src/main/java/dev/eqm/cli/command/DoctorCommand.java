package dev.eqm.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code eqm doctor}. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Checks the machine and the numbers.")
public final class DoctorCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return 0;
    }
}
