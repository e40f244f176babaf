package dev.eqm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.cli.console.Terminal;
import dev.eqm.cli.help.HelpText;
import dev.eqm.core.check.Check;
import dev.eqm.sample.integrator.Integrators;
import dev.eqm.sample.sampler.StepSchedules;
import dev.eqm.sample.sampler.UpdateRules;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What help says is true, complete and laid out for a terminal, for every command there is. */
class HelpTest {
    /** Commands, and commands of commands, by what one types. */
    static Stream<String> commands() {
        return all(Main.commandLine()).map(line -> line.getCommandSpec().qualifiedName());
    }

    private static Stream<CommandLine> all(CommandLine line) {
        return Stream.concat(
                Stream.of(line), line.getSubcommands().values().stream().flatMap(HelpTest::all));
    }

    private static CommandLine named(String qualified, Terminal terminal) {
        CommandLine line = Main.commandLine();
        HelpText.install(line, terminal);
        for (String name : qualified.split(" ")) {
            line = name.equals("eqm") ? line : line.getSubcommands().get(name);
        }
        return line;
    }

    private static CommandSpec spec(String qualified) {
        return named(qualified, Terminal.NONE).getCommandSpec();
    }

    /** Help texts are format strings: a single percent sign makes picocli warn on the console. */
    @ParameterizedTest
    @MethodSource("commands")
    void isPrintedWithoutWarnings(String name) {
        ByteArrayOutputStream warnings = new ByteArrayOutputStream();
        PrintStream err = System.err;
        String help;
        System.setErr(new PrintStream(warnings, true, StandardCharsets.UTF_8));
        try {
            help = named(name, Terminal.NONE).getUsageMessage();
        } finally {
            System.setErr(err);
        }
        assertThat(help)
                .startsWith("Usage: " + name)
                .doesNotContain("${", "%n", "%%")
                .doesNotContainPattern("[ =]<[a-z]");
        assertThat(warnings.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandSaysWhatItIsForAndShowsExamples(String name) {
        CommandSpec command = spec(name);
        String[] description = command.usageMessage().description();
        assertThat(description).as("a text in commands.properties").isNotEmpty();
        assertThat(description[0]).as("a line of the list of commands").hasSizeLessThan(78);
        int least = command.options().size() > 3 ? 2 : 1;
        assertThat(HelpText.examples(command).size() + notes(command)).isBetween(least, 4);
        String help = named(name, Terminal.NONE).getUsageMessage();
        List<String> examples = HelpText.examples(command);
        if (!examples.isEmpty()) { // at the end, where they are still on the screen
            assertThat(help.strip()).endsWith(examples.get(examples.size() - 1));
        }
    }

    /** Of generate-completion: a shell, not eqm, reads its example. */
    private static int notes(CommandSpec command) {
        return command.name().equals("generate-completion") ? 1 : 0;
    }

    static Stream<String> examples() {
        return all(Main.commandLine())
                .flatMap(line -> HelpText.examples(line.getCommandSpec()).stream())
                .distinct();
    }

    /** By the real command line: names of options, their number of values, and their types. */
    @ParameterizedTest
    @MethodSource("examples")
    void examplesParse(String example) {
        List<String> words = new ArrayList<>(Arrays.asList(example.split(" ")));
        assertThat(words.remove(0)).isEqualTo("eqm");
        ParseResult parsed = Main.commandLine().parseArgs(words.toArray(String[]::new));
        assertThat(parsed.hasSubcommand()).isTrue();
        assertThat(parsed.unmatched()).isEmpty();
        assertThat(example).hasSizeLessThan(99);
    }

    @Test
    void anExampleThatIsWrongIsFound() {
        assertThatThrownBy(() -> examplesParse("eqm sample --labelz 0-9"))
                .isInstanceOf(CommandLine.ParameterException.class);
    }

    /** A word that is wider than the column has a line of its own; nothing else is too wide. */
    @ParameterizedTest
    @MethodSource("commands")
    void linesFitTheTerminalAndBreakAtBlanksAlone(String name) {
        for (int width : new int[] {40, 80, 93, 300}) {
            Terminal terminal = new Terminal(true, false, width);
            int widest = Math.max(80, Math.min(100, width));
            CommandLine line = named(name, terminal);
            List<String> words = words(line.getCommandSpec());
            List<String> examples = HelpText.examples(line.getCommandSpec());
            for (String text : line.getUsageMessage().lines().toList()) {
                if (text.isBlank() || examples.contains(text.strip())) {
                    continue; // an example is copied as one line
                }
                assertThat(text.length()).as(text).isLessThanOrEqualTo(widest);
                String[] parts = text.strip().split("\\s+");
                assertThat(words).as("broken in: " + text).contains(parts[parts.length - 1]);
            }
        }
    }

    /** All words that a help text is made of. */
    private static List<String> words(CommandSpec command) {
        StringBuilder all = new StringBuilder("Usage: COMMAND [OPTIONS] Commands: Examples: ");
        all.append(command.qualifiedName()).append(' ');
        all.append(String.join(" ", command.usageMessage().description())).append(' ');
        all.append(String.join(" ", command.usageMessage().footer())).append(' ');
        command.options()
                .forEach(
                        o ->
                                all.append(String.join(", ", o.names()))
                                        .append(o.arity().min() == 0 ? "[=" : " ")
                                        .append(
                                                o.paramLabel().startsWith("<")
                                                        ? "NAME"
                                                        : o.paramLabel())
                                        .append(o.arity().min() == 0 ? "] " : " ")
                                        .append(String.join(" ", o.description()))
                                        .append(' '));
        command.positionalParameters()
                .forEach(
                        p ->
                                all.append(
                                                p.paramLabel()
                                                        + " "
                                                        + p.paramLabel()
                                                        + "... ["
                                                        + p.paramLabel()
                                                        + "] ")
                                        .append("[" + p.paramLabel() + "...] ")
                                        .append(String.join(" ", p.description()) + " "));
        command.subcommands()
                .forEach(
                        (n, sub) ->
                                all.append(n + " ")
                                        .append(
                                                sub.getCommandSpec()
                                                        .usageMessage()
                                                        .description()[0])
                                        .append(' '));
        String headings =
                "Options: Configuration: Model: Images: samples: sampled: Guidance: measured:"
                        + " samplers: too): Latents: written: computed: Help: model: images: runs:"
                        + " Evaluate: weights: up: processes:";
        return Arrays.asList((all + headings).replace("%%", "%").split("\\s+"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyOptionStandsUnderOneHeading(String name) {
        String help = named(name, Terminal.NONE).getUsageMessage();
        for (OptionSpec option : spec(name).options()) {
            if (!option.hidden()) {
                String names = String.join(", ", option.names());
                assertThat(help.lines().filter(l -> l.matches("  " + names + "( .*|\\[.*|)")))
                        .as(names)
                        .hasSize(1);
            }
        }
        assertThat(help.lines().filter(l -> l.endsWith(":") && !l.startsWith(" ")))
                .doesNotHaveDuplicates();
    }

    @Test
    void commandsStandInTheOrderInWhichOneLearnsThem() {
        assertThat(Main.commandLine().getUsageMessage())
                .containsSubsequence(
                        "Train a model:",
                        "  train ",
                        "Generate images",
                        "  sample ",
                        "Look at",
                        "  list ",
                        "  show ",
                        "Evaluate",
                        "  evaluate ",
                        "weights:",
                        "  import ",
                        "Plan,",
                        "  doctor ",
                        "  help ");
    }

    /** Names of rules, integrators and schedules are those of the catalogues, extensions' too. */
    @Test
    void helpNamesWhatThereIs() {
        String help = named("eqm sample", Terminal.NONE).getUsageMessage().replaceAll("\\s+", " ");
        assertThat(help)
                .contains("An update rule (" + String.join(", ", UpdateRules.examples().keySet()))
                .contains("[0, 1] (" + String.join(", ", Integrators.examples().keySet()) + ")")
                .contains("steps: " + Check.either(StepSchedules.examples().keySet()) + ".")
                .contains("grid, png, npz")
                .doesNotContain("bundle");
    }

    @Test
    void helpOfACommandIsThatOfItsOption() {
        for (String name : List.of("sample", "features", "features train", "help")) {
            List<String> asked = new ArrayList<>(List.of("help"));
            asked.addAll(List.of(name.split(" ")));
            List<String> optional = new ArrayList<>(List.of(name.split(" ")));
            optional.add("--help");
            assertThat(printed(0, asked)).isEqualTo(printed(0, optional)).startsWith("Usage: eqm");
        }
        assertThat(printed(0, List.of("help"))).isEqualTo(printed(0, List.of("--help")));
        assertThat(printed(2, List.of("help", "sampel")))
                .startsWith("eqm: there is no command 'sampel'")
                .contains("sample");
        assertThat(printed(2, List.of("help", "sample", "x")))
                .startsWith("eqm: 'x' is an extra argument");
    }

    private static String printed(int exit, List<String> args) {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out, true);
        CommandLine line = Main.commandLine().setOut(writer).setErr(writer);
        assertThat(line.execute(args.toArray(String[]::new))).isEqualTo(exit);
        return out.toString();
    }

    @Test
    void coloursAreForTerminalsAlone() {
        assertThat(named("eqm sample", new Terminal(true, true, 90)).getUsageMessage())
                .contains("\u001b[1mGuidance:", "\u001b[33m--cfg SCALE");
        assertThat(named("eqm sample", new Terminal(true, false, 90)).getUsageMessage())
                .doesNotContain("\u001b");
    }

    @Test
    void completionKnowsCommandsAndOptions() {
        String script = AutoComplete.bash("eqm", Main.commandLine());
        assertThat(script).contains("--trajectory-samples", "\"list\"", "\"show\"");
        assertThat(script).contains("\"grid\" \"png\" \"npz\"");
    }
}
