package dev.eqm.cli.command.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * {@code eqm help}: the page that {@code --help} of a command prints, also of commands of commands.
 *
 * <p>It is none of picocli's help commands, which know no commands of commands and take whatever
 * options they are given. Exit code 2 for a command that there is not, with the nearest ones.
 */
@Command(name = "help", mixinStandardHelpOptions = true)
public final class HelpCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "COMMAND",
            description =
                    "A command, such as sample or features train; without it, all commands are listed.")
    private List<String> names = new ArrayList<>();

    @Override
    public void run() {
        CommandLine line = spec.parent().commandLine();
        for (String name : names) {
            Map<String, CommandLine> known = line.getSubcommands();
            if (!known.containsKey(name)) {
                throw new UnmatchedArgumentException(line, List.of(name));
            }
            line = known.get(name);
        }
        line.usage(line.getOut());
    }
}
