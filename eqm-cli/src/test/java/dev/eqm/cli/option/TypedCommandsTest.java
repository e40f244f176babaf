package dev.eqm.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.cli.Main;
import dev.eqm.cli.command.Cli;
import dev.eqm.core.check.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands in messages and in help begin with what the user has typed for eqm, so that they can be
 * copied. The launchers tell it ({@code LauncherTest}).
 */
class TypedCommandsTest {
    private static final String PROPERTY = "eqm.command";

    /** Names of commands, rather than commands to be typed. */
    private static final List<String> NAMES =
            List.of(
                    "By eqm evaluate",
                    "The newest scores of eqm evaluate [interval]",
                    "# Written by eqm init for %s.",
                    "<meta name=\\\"generator\\\" content=\\\"eqm report\\\">");

    private static final Pattern COMMENT =
            Pattern.compile("/\\*.*?\\*/|(?m)^\\s*//.*$", Pattern.DOTALL);
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");

    /** Help looks after its own texts. */
    private static final Pattern ANNOTATION =
            Pattern.compile(
                    "@(?:Option|Parameters|Command)\\((?:[^\"()]|\"(?:[^\"\\\\]|\\\\.)*\"|\\([^()]*\\))*\\)");

    @TempDir private Path folder;

    @AfterEach
    void asBefore() {
        System.clearProperty(PROPERTY);
    }

    private static String called(String command) {
        System.setProperty(PROPERTY, command);
        return Setting.command("list").toString();
    }

    @Test
    void commandsBeginWithWhatWasTyped() {
        assertThat(Setting.command("sample --count 3")).hasToString("eqm sample --count 3");
        assertThat(called("./eqm")).isEqualTo("./eqm list");
        assertThat(called("../my eqm/eqm")).isEqualTo("'../my eqm/eqm' list");
        assertThat(called("C:\\eqm\\eqm.cmd")).isEqualTo("C:\\eqm\\eqm.cmd list");
        assertThat(called("C:\\my eqm\\eqm")).isEqualTo("\"C:\\my eqm\\eqm\" list");
        // a shell, or a format, would read these as something else
        assertThat(List.of("a'b/eqm", "100%s/eqm", "$x/eqm", ""))
                .allSatisfy(odd -> assertThat(called(odd)).isEqualTo("eqm list"));
    }

    @Test
    void messagesAndHelpSayIt() {
        System.setProperty(PROPERTY, "./eqm");
        String runs = folder.toString();
        assertThat(Cli.run("list", runs).out())
                .contains("; ./eqm train --config fashion-mnist.yaml starts one, and ./eqm list");
        assertThat(Cli.run("sampel").err())
                .contains("did you mean ./eqm sample?", "`./eqm --help` lists");
        assertThat(Cli.run("train").err()).contains("eqm: ./eqm train needs --config");
        assertThat(Cli.run("sample", "--runn", "x").err())
                .contains("./eqm sample has no option --runn", "`./eqm sample --help` lists");
        assertThat(Cli.run("features", "--help").out())
                .contains("Usage: ./eqm features", "\n  ./eqm features test\n");
        assertThat(Cli.run("generate-completion").out()).contains(" eqm ").doesNotContain("./eqm");
    }

    @Test
    void noHelpTextNamesAnotherCommand() {
        System.setProperty(PROPERTY, "./eqm");
        String names = String.join("|", Main.commandLine().getSubcommands().keySet());
        Pattern bare = Pattern.compile("(?<!\\./)\\beqm (" + names + ")\\b");
        for (String command : Main.commandLine().getSubcommands().keySet()) {
            String help = Cli.run("help", command).out();
            assertThat(help).startsWith("Usage: ./eqm " + command).doesNotContainPattern(bare);
        }
        assertThat(Cli.run("--help").out())
                .startsWith("Usage: ./eqm ")
                .contains("`./eqm help COMMAND`")
                .doesNotContainPattern(bare);
    }

    @Test
    void sourcesNameCommandsByTheirSetting() throws IOException {
        String names = String.join("|", Main.commandLine().getSubcommands().keySet());
        Pattern command = Pattern.compile("\\beqm (" + names + ")\\b");
        Path root = Path.of("..");
        List<String> found = new ArrayList<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.filter(m -> m.toString().contains("eqm-")).toList()) {
                found.addAll(bare(module.resolve("src/main/java"), command));
            }
        }
        found.removeIf(text -> NAMES.stream().anyMatch(text::endsWith));
        assertThat(found).isEmpty();
    }

    private static List<String> bare(Path sources, Pattern command) throws IOException {
        List<String> found = new ArrayList<>();
        if (!Files.isDirectory(sources)) {
            return found;
        }
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                String plain = COMMENT.matcher(Files.readString(file)).replaceAll("");
                LITERAL.matcher(ANNOTATION.matcher(plain).replaceAll(""))
                        .results()
                        .map(literal -> literal.group(1))
                        .filter(text -> command.matcher(text).find())
                        .forEach(text -> found.add(file.getFileName() + ": " + text));
            }
        }
        return found;
    }
}
