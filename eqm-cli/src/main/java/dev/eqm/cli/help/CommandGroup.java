package dev.eqm.cli.help;

import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The headings of commands in {@code eqm --help}, in the order in which one learns them. A command
 * is in the group of its package, {@code dev.eqm.cli.command.GROUP}.
 */
enum CommandGroup {
    TRAIN("Train a model"),
    SAMPLE("Generate images"),
    LOOK("Look at runs"),
    SCORE("Evaluate"),
    WEIGHTS("Exchange weights"),
    SYSTEM("Plan, check and set up");

    private final String heading;

    CommandGroup(String heading) {
        this.heading = heading;
    }

    String heading() {
        return heading;
    }

    /** Commands of other packages, as picocli's own, are about the system. */
    static CommandGroup of(CommandSpec command) {
        String name = command.userObject().getClass().getPackageName();
        String last = name.substring(name.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT);
        for (CommandGroup group : values()) {
            if (group.name().equals(last)) {
                return group;
            }
        }
        return SYSTEM;
    }
}
