package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A program of one file and a jshell script, with every JDK that lies beside the running one. */
class ScriptsTest {
    @TempDir Path folder;

    static Stream<Path> jdks() throws IOException {
        Path running = Path.of(System.getProperty("java.home")).toRealPath();
        try (Stream<Path> beside = Files.list(running.getParent())) {
            List<Path> found =
                    beside.filter(ScriptsTest::isJdk).filter(Files::isDirectory).toList();
            return Stream.concat(Stream.of(running), found.stream()).distinct();
        }
    }

    private static boolean isJdk(Path home) {
        return !Files.isSymbolicLink(home)
                && Files.isExecutable(home.resolve("bin/jshell"))
                && Files.isRegularFile(home.resolve("release"))
                && version(home) >= 17;
    }

    private static int version(Path home) {
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("\\D+(\\d+).*", "$1"))
                    .mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aProgramOfOneFile(Path jdk) throws Exception {
        prints(
                jdk.resolve("bin/java"),
                List.of(
                        Programs.NATIVE,
                        Programs.BRIEF,
                        "--class-path",
                        Programs.CLASS_PATH,
                        "scripts/FourPoints.java"));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aScriptForJshell(Path jdk) throws Exception {
        Files.createDirectories(folder.resolve(".java/.userPrefs")); // or jshell says that it did
        prints(
                jdk.resolve("bin/jshell"),
                List.of(
                        "-J-Djava.util.prefs.userRoot=" + folder,
                        "-J" + Programs.BRIEF,
                        "-R" + Programs.BRIEF,
                        "-R" + Programs.NATIVE,
                        "--class-path",
                        Programs.CLASS_PATH,
                        "scripts/four-points.jsh"));
    }

    /** Three samples on a corner each, and not a word of warning. */
    private void prints(Path program, List<String> arguments) throws Exception {
        List<String> lines = Programs.output(folder, Path.of(""), program, arguments);
        assertEquals(3, lines.size(), () -> "printed " + lines);
        for (String line : lines) {
            assertTrue(line.matches("sample ends at -?1 -?1"), line);
        }
    }
}
