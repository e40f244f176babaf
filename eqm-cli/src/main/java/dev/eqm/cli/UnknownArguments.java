package dev.eqm.cli;

import dev.eqm.cli.option.OptionNames;
import dev.eqm.core.check.Check;
import dev.eqm.run.config.Names;
import dev.eqm.run.folder.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What to say of an argument that a command does not have: the nearest option or command if one is
 * near, how the command takes what was meant, or which other commands have the option.
 *
 * @param command that was called
 * @param arguments that it does not have, the first one is told
 */
record UnknownArguments(CommandSpec command, List<String> arguments) {
    /** Options that name the one thing that some commands take as their argument. */
    private static final List<String> SUBJECTS =
            List.of("--run", "--checkpoint", "--config", "--images", "--data", "--command");

    /** What people try on {@code eqm train}, and the keys of configurations. */
    private static final Map<String, String> KEYS =
            Map.of(
                    "--steps", "train.steps",
                    "--batch", "train.batchSize",
                    "--batch-size", "train.batchSize",
                    "--seed", "train.seed",
                    "--lr", "optimizer.learningRate",
                    "--learning-rate", "optimizer.learningRate",
                    "--device", "device",
                    "--precision", "precision",
                    "--name", "name",
                    "--out", "runs");

    /** Commands that a message names; more would hide the rest of it. */
    private static final int MOST_COMMANDS = 4;

    static UnknownArguments of(UnmatchedArgumentException e) {
        return new UnknownArguments(e.getCommandLine().getCommandSpec(), e.getUnmatched());
    }

    /** One sentence. */
    String message() {
        String first = arguments.get(0);
        if (first.matches("-+[A-Za-z].*")) {
            int equals = first.indexOf('=');
            return equals < 0
                    ? option(first, arguments.size() > 1 ? arguments.get(1) : "")
                    : option(first.substring(0, equals), first.substring(equals + 1));
        }
        if (!command.subcommands().isEmpty()) {
            return "there is no command '" + first + "'" + nearestCommand(first);
        }
        return "'" + first + "' is an extra argument" + takenBy(first);
    }

    /** The option that takes what lies at a path, if the command has one. */
    private String takenBy(String argument) {
        Path path = Path.of(argument);
        List<String> options = new ArrayList<>();
        if (argument.matches(".*\\.ya?ml")) {
            options.add("--config");
        } else if (argument.matches(".*\\.(safetensors|onnx)")) {
            options.add("--checkpoint");
        } else if (RunFolder.at(path).isPresent()
                || RunFolder.at(Path.of("runs").resolve(path)).isPresent()) {
            options.add("--run");
        } else if (Files.exists(path)) {
            options.addAll(List.of("--images", "--of"));
        }
        return options.stream()
                .filter(option -> command.findOption(option) != null)
                .findFirst()
                .map(option -> "; did you mean " + option + " " + argument + "?")
                .orElse("");
    }

    private String nearestCommand(String name) {
        return Names.nearest(name, command.subcommands().keySet())
                .map(near -> "; did you mean " + typed(command) + " " + near + "?")
                .orElse("");
    }

    private String option(String name, String value) {
        String called = typed(command);
        String unknown = called + " has no option " + name;
        if (SUBJECTS.contains(name) && !subject().isEmpty()) {
            return unknown + "; leave it out: " + called + " " + or(value, subject());
        }
        if (command.name().equals("train") && KEYS.containsKey(name)) {
            return unknown + "; write --set " + KEYS.get(name) + "=" + or(value, "VALUE");
        }
        List<String> own =
                command.options().stream()
                        .filter(option -> !option.hidden())
                        .flatMap(option -> Stream.of(option.names()))
                        .filter(option -> option.startsWith("--"))
                        .toList();
        List<String> others = commandsWith(name);
        return others.isEmpty()
                ? Names.nearest(name, own)
                        .map(near -> unknown + "; did you mean " + near + "?")
                        .orElse(unknown)
                : unknown + "; it is an option of " + Check.either(others);
    }

    private static String typed(CommandSpec command) {
        return OptionNames.typed(command.qualifiedName());
    }

    private static String or(String value, String otherwise) {
        return value.isEmpty() ? otherwise : value;
    }

    /** The label of the first argument that is no option; empty for a command without one. */
    private String subject() {
        return command.positionalParameters().stream()
                .min(Comparator.comparingInt(p -> p.index().min()))
                .map(PositionalParamSpec::paramLabel)
                .orElse("");
    }

    /** Other commands with an option of this very name. */
    private List<String> commandsWith(String name) {
        CommandSpec root = command.root();
        List<String> all =
                root.subcommands().values().stream()
                        .map(line -> line.getCommandSpec())
                        .filter(other -> other.findOption(name) != null)
                        .filter(other -> !((ArgSpec) other.findOption(name)).hidden())
                        .map(UnknownArguments::typed)
                        .distinct()
                        .toList();
        return all.stream().limit(MOST_COMMANDS).collect(Collectors.toList());
    }
}
