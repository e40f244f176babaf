package dev.eqm.cli.command.culprit;

import dev.eqm.cli.command.train.TrainCommand;

/** Calls another command. */
public final class BorrowingCommand {
    private BorrowingCommand() {}

    static Object wrong() {
        return new TrainCommand();
    }
}
