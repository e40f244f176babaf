package dev.eqm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * {@code eqm.cmd} is read here, beside the launcher of the shell, because tests run on systems that
 * cannot run it: both know the same variables and start the same JVM, and the script avoids what is
 * known to break batch files.
 */
class WindowsLauncherTest {
    private static final Path SHELL = Path.of("..", "eqm");
    private static final Path WINDOWS = Path.of("..", "eqm.cmd");

    private static Set<String> found(String regex, String text) {
        return new TreeSet<>(
                Pattern.compile(regex).matcher(text).results().map(MatchResult::group).toList());
    }

    @Test
    void linesEndAsWindowsWantsThem() throws IOException {
        String text = Files.readString(WINDOWS);
        // labels are not found reliably in files of bare line feeds
        assertThat(text.replace("\r\n", "")).doesNotContain("\n", "\r");
        assertThat(Files.readString(Path.of("..", ".gitattributes")))
                .contains("eqm.cmd text eol=crlf");
    }

    @Test
    void bothLaunchersKnowTheSameVariables() throws IOException {
        String variables = "EQM_(JAVA_OPTS|MAVEN_ARGS|CLASSPATH|DEBUG)|JAVA_HOME|OMP_WAIT_POLICY";
        assertThat(found(variables, Files.readString(WINDOWS)))
                .isEqualTo(found(variables, Files.readString(SHELL)))
                .hasSize(6);
    }

    @Test
    void bothStartTheSameJvmAndTheSameBuild() throws IOException {
        String options =
                "-X[\\w:+=]+|--enable-native\\S+|-Deqm\\.(home|command|terminal|launcher)|-pl eqm-cli -am package";
        assertThat(found(options, Files.readString(WINDOWS)))
                .containsAll(found(options, Files.readString(SHELL)))
                .contains("-Deqm.launcher", "-Xshare:auto", "-pl eqm-cli -am package");
    }

    @Test
    void everyLabelThatIsGoneToIsThere() throws IOException {
        List<String> lines = Files.readAllLines(WINDOWS);
        Set<String> labels = new TreeSet<>();
        lines.stream().filter(l -> l.startsWith(":")).forEach(l -> labels.add(l.substring(1)));
        Set<String> gone = new TreeSet<>();
        found("goto \\w+", String.join("\n", lines)).forEach(g -> gone.add(g.substring(5)));
        assertThat(labels).isEqualTo(gone).contains("build", "run", "nojava");
    }

    /** One closing parenthesis in a path would end such a block: C:\Program Files (x86). */
    @Test
    void noBlockHoldsAPath() throws IOException {
        assertThat(Files.readAllLines(WINDOWS))
                .noneMatch(l -> l.strip().endsWith("(") && !l.startsWith("rem"))
                .noneMatch(l -> l.strip().equals(")"));
        String text = Files.readString(WINDOWS);
        for (String path : List.of("%home%", "%built%", "%stamp%", "%archive%", "%java%")) {
            assertThat(text.lines().filter(l -> l.contains(path)))
                    .as(path)
                    .allMatch(l -> l.startsWith("echo ") || isQuoted(l, path));
        }
    }

    /** Whether a variable stands between quotes wherever it is used. */
    private static boolean isQuoted(String line, String variable) {
        for (int at = line.indexOf(variable); at >= 0; at = line.indexOf(variable, at + 1)) {
            long before = line.substring(0, at).chars().filter(c -> c == '"').count();
            if (before % 2 == 0) {
                return false;
            }
        }
        return true;
    }
}
