package dev.eqm.cli.help;

import dev.eqm.cli.console.Terminal;
import dev.eqm.cli.console.Wrapping;
import dev.eqm.cli.option.Group;
import dev.eqm.cli.option.OptionGroup;
import dev.eqm.cli.option.OptionNames;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * How help is laid out: usage, what the command is for, arguments, options under the headings of
 * {@code OptionGroup}, commands under those of {@link CommandGroup}, notes, and examples last,
 * where they are still on the screen.
 *
 * <p>picocli finds out what there is; only the layout is ours, because its own columns break words
 * at hyphens and know no headings for options that commands share. A command's first description is
 * its line in the list of commands. Lines of its footer that begin with {@code eqm } are examples;
 * all others are notes.
 */
public final class HelpText {
    /** Descriptions of options begin here: most names fit before it. */
    private static final int COLUMN = 30;

    /** Of arguments and commands, whose names are shorter. */
    private static final int NARROW = 23;

    private static final String EXAMPLE = "eqm ";

    private final Terminal terminal;
    private final Pattern call; // what texts call eqm, before the name of a command

    private HelpText(CommandLine line, Terminal terminal) {
        this.terminal = terminal;
        String names = String.join("|", line.getSubcommands().keySet());
        this.call = Pattern.compile("\\beqm (?=(?:" + names + ")\\b)");
    }

    /** Lays out the help of a command line and all its commands. */
    public static void install(CommandLine line, Terminal terminal) {
        HelpText text = new HelpText(line, terminal);
        Map<String, IHelpSectionRenderer> sections = new LinkedHashMap<>();
        sections.put(UsageMessageSpec.SECTION_KEY_SYNOPSIS, text::usage);
        sections.put(UsageMessageSpec.SECTION_KEY_DESCRIPTION, text::description);
        sections.put(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST, text::arguments);
        sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, text::commands);
        sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, text::options);
        sections.put(UsageMessageSpec.SECTION_KEY_FOOTER, text::footer);
        line.setHelpSectionMap(sections);
        line.setHelpSectionKeys(List.copyOf(sections.keySet()));
        line.setUsageHelpWidth(terminal.textWidth());
        line.setColorScheme(Help.defaultColorScheme(terminal.ansi()));
    }

    /** The examples of a command: complete command lines. */
    public static List<String> examples(CommandSpec command) {
        return Stream.of(command.usageMessage().footer())
                .filter(line -> line.startsWith(EXAMPLE))
                .toList();
    }

    /** What is required is named; what is not is {@code [OPTIONS]}. */
    private String usage(Help help) {
        CommandSpec command = help.commandSpec();
        List<String> words =
                new ArrayList<>(List.of("Usage:", OptionNames.typed(command.qualifiedName())));
        visible(command).stream()
                .filter(OptionSpec::required)
                .filter(o -> o.group() == null)
                .forEach(o -> words.add(o.longestName() + " " + o.paramLabel()));
        words.add("[OPTIONS]");
        for (PositionalParamSpec p : command.positionalParameters()) {
            String more = p.arity().max() > 1 ? "..." : "";
            words.add(
                    p.arity().min() > 0
                            ? p.paramLabel() + more
                            : "[" + p.paramLabel() + more + "]");
        }
        if (!command.subcommands().isEmpty()) {
            words.add("COMMAND");
        }
        return lines(String.join(" ", words), "", help) + newLine();
    }

    private String description(Help help) {
        return Stream.of(help.commandSpec().usageMessage().description())
                .map(paragraph -> lines(plain(paragraph), "", help))
                .collect(Collectors.joining());
    }

    private String arguments(Help help) {
        return help.commandSpec().positionalParameters().stream()
                .filter(p -> !p.hidden())
                .map(p -> entry(p.paramLabel(), p, NARROW, help))
                .collect(Collectors.joining())
                .replaceFirst("^(?=.)", newLine());
    }

    private String options(Help help) {
        Map<OptionGroup, List<OptionSpec>> groups = new EnumMap<>(OptionGroup.class);
        for (OptionSpec option : visible(help.commandSpec())) {
            groups.computeIfAbsent(group(option), g -> new ArrayList<>()).add(option);
        }
        StringBuilder out = new StringBuilder();
        groups.forEach(
                (group, some) -> {
                    out.append(heading(group.heading()));
                    some.forEach(o -> out.append(entry(name(o), o, COLUMN, help)));
                });
        return out.toString();
    }

    private String commands(Help help) {
        Map<CommandGroup, List<CommandSpec>> groups = new EnumMap<>(CommandGroup.class);
        for (CommandLine sub : new LinkedHashMap<>(help.commandSpec().subcommands()).values()) {
            CommandSpec command = sub.getCommandSpec();
            if (!command.usageMessage().hidden()) {
                groups.computeIfAbsent(CommandGroup.of(command), g -> new ArrayList<>())
                        .add(command);
            }
        }
        boolean grouped = groups.size() > 1;
        StringBuilder out = new StringBuilder();
        groups.forEach(
                (group, some) -> {
                    out.append(heading(grouped ? group.heading() : "Commands"));
                    some.forEach(c -> out.append(entry(c.name(), summary(c), NARROW, help)));
                });
        return out.toString();
    }

    private String footer(Help help) {
        UsageMessageSpec usage = help.commandSpec().usageMessage();
        String notes =
                Stream.of(usage.footer())
                        .filter(line -> !line.isBlank() && !line.startsWith(EXAMPLE))
                        .map(line -> lines(plain(line), "", help))
                        .collect(Collectors.joining());
        List<String> examples = examples(help.commandSpec());
        String shown =
                examples.stream()
                        .map(e -> "  " + plain(e) + newLine())
                        .collect(Collectors.joining());
        return (notes.isEmpty() ? "" : newLine() + notes)
                + (examples.isEmpty() ? "" : heading("Examples") + shown);
    }

    private String heading(String text) {
        return newLine() + terminal.styled("bold", text + ":") + newLine();
    }

    private String entry(String name, ArgSpec arg, int column, Help help) {
        String text = plain(String.join(" ", arg.description()));
        return entry(name, text, column, help);
    }

    private String entry(String name, String text, int column, Help help) {
        String styled = terminal.styled("fg(yellow)", name);
        return Wrapping.entry(name, styled, text, column, width(help));
    }

    private static String name(OptionSpec option) {
        String names = String.join(", ", option.names());
        boolean flag = option.arity().max() == 0;
        boolean optional = option.arity().min() == 0;
        // picocli makes a label of the field's name for options without one, as <precision>
        String word = option.paramLabel().startsWith("<") ? "NAME" : option.paramLabel();
        String label = optional ? "[=" + word + "]" : " " + word;
        return flag ? names : names + label;
    }

    private String summary(CommandSpec command) {
        return Arrays.stream(command.usageMessage().description())
                .findFirst()
                .map(this::plain)
                .orElse("");
    }

    private static List<OptionSpec> visible(CommandSpec command) {
        return command.options().stream().filter(o -> !o.hidden()).toList();
    }

    /** Of the field of an option, or of its class; those of picocli itself are about help. */
    private static OptionGroup group(OptionSpec option) {
        OptionGroup usual = OptionGroup.usual(option.longestName());
        if (!(option.userObject() instanceof Field field)) {
            return usual;
        }
        if (field.getDeclaringClass().getPackage() == CommandLine.class.getPackage()) {
            return OptionGroup.HELP;
        }
        return Stream.<AnnotatedElement>of(field, field.getDeclaringClass())
                .filter(e -> e.isAnnotationPresent(Group.class))
                .map(e -> e.getAnnotation(Group.class).value())
                .findFirst()
                .orElse(usual);
    }

    private static String lines(String text, String indent, Help help) {
        return Wrapping.lines(text, width(help) - indent.length()).stream()
                .map(line -> indent + line + newLine())
                .collect(Collectors.joining());
    }

    private static int width(Help help) {
        return help.commandSpec().usageMessage().width();
    }

    /**
     * picocli's texts are formats: a percent sign is written twice. Commands begin with what starts
     * eqm here.
     */
    private String plain(String text) {
        String typed = Matcher.quoteReplacement(OptionNames.called() + " ");
        return call.matcher(text.replace("%%", "%").replace("%n", " ")).replaceAll(typed);
    }

    private static String newLine() {
        return System.lineSeparator();
    }
}
