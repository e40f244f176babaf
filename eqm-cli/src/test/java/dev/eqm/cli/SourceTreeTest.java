package dev.eqm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the house that are read from the sources of all modules. */
class SourceTreeTest {
    private static final String PAGE = "package-info.java";
    private static final int LONGEST_FILE = 400;
    private static final int LONGEST_COMMAND = 120;
    private static final int LARGEST_PACKAGE = 40;
    private static final Set<String> EMPTY_NAMES =
            Set.of("util", "utils", "common", "helper", "helpers", "base", "impl", "misc");

    // A format as it stands in a source: literals, and what is joined to them.
    private static final String LITERAL = "(?:\"(?:[^\"\\\\\n]|\\\\.)*\")";
    private static final String FORMAT =
            "(" + LITERAL + "(?:\\s*\\+\\s*(?:" + LITERAL + "|[\\w.()]+))*)";

    /** Calls that write numbers as the machine's language does, and their formats. */
    private static final List<Pattern> WITHOUT_LOCALE =
            List.of(
                    Pattern.compile(FORMAT + "\\s*\\)*\\s*\\.formatted\\("),
                    Pattern.compile("(?:String\\.format|\\.printf)\\(\\s*" + FORMAT));

    /** Conversions that depend on it: 1.5 or 1,5; 1,000 or 1.000. */
    private static final Pattern NUMBER =
            Pattern.compile("%[\\d$+ 0(#-]*(?:[\\d.]*[eEfgG]|,[^a-zA-Z%]*[dfgG])");

    @Test
    void sourcesAreShortAndPackagesAreNamedAndExplained() throws IOException {
        assertThat(complaints(root())).isEmpty();
    }

    @Test
    void sourceRulesCanFail(@TempDir Path root) throws IOException {
        Path module = root.resolve("eqm-core");
        write(module.resolve("src/main/java/dev/eqm/good/package-info.java"), 1);
        write(module.resolve("src/main/java/dev/eqm/good/Good.java"), LONGEST_FILE);
        write(module.resolve("src/test/java/dev/eqm/good/GoodTest.java"), 1);
        assertThat(complaints(root)).isEmpty();
        write(module.resolve("src/main/java/dev/eqm/good/Long.java"), LONGEST_FILE + 1);
        write(module.resolve("src/main/resources/dev/eqm/good/long.py"), LONGEST_FILE + 1);
        write(module.resolve("src/main/java/dev/eqm/util/package-info.java"), 1);
        write(module.resolve("src/main/java/dev/eqm/silent/Thing.java"), 1);
        write(module.resolve("src/test/java/dev/eqm/fresh/FreshTest.java"), 1);
        write(module.resolve("src/main/java/dev/eqm/good/LongCommand.java"), LONGEST_COMMAND + 1);
        for (int i = 0; i <= LARGEST_PACKAGE; i++) {
            write(module.resolve("src/main/java/dev/eqm/large/Part" + i + ".java"), 1);
        }
        write(module.resolve("src/main/java/dev/eqm/large/package-info.java"), 1);
        assertThat(complaints(root))
                .containsExactlyInAnyOrder(
                        "eqm-core/src/main/java/dev/eqm/good/Long.java: 401 lines",
                        "eqm-core/src/main/resources/dev/eqm/good/long.py: 401 lines",
                        "eqm-core/src/main/java/dev/eqm/good/LongCommand.java: 121 lines, a command"
                                + " has at most 120",
                        "eqm-core/src/main/java/dev/eqm/large: 42 files",
                        "eqm-core/src/main/java/dev/eqm/util: not an idea",
                        "eqm-core/src/main/java/dev/eqm/silent: no package-info.java",
                        "eqm-core/src/test/java/dev/eqm/fresh: no package-info.java");
    }

    @Test
    void numbersAreWrittenInOneWay() throws IOException {
        List<String> complaints = new ArrayList<>();
        for (Path file : sources(root())) {
            if (file.toString().contains("src/main")) {
                for (String format : formatsWithoutLocale(Files.readString(file))) {
                    complaints.add(root().relativize(file) + ": " + format);
                }
            }
        }
        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x = \"%.3f\".formatted(1.5);",
                "x = (\"a \\\" %s\"\n + \" and %8.2e\")\n  .formatted(name, 1.5);",
                "String.format(\"%s\" + word + \" %-6.1f\", 1.5)",
                "out.printf(\n \"%,d%n\", 7)",
                "out.printf(\"%1$,.2f\", 7.0)"
            })
    void numberRuleCanFail(String source) {
        assertThat(formatsWithoutLocale(source)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x = \"%s of %d\".formatted(1.5, 3);",
                "String.format(Locale.ROOT, \"%.3f\", 1.5)",
                "out.printf(Locale.ROOT, \"%,d%n\", 7)",
                "x = \"%5.1f\"; y = \"%d %% full\".formatted(3)"
            })
    void otherFormatsAreFine(String source) {
        assertThat(formatsWithoutLocale(source)).isEmpty();
    }

    private static List<String> formatsWithoutLocale(String source) {
        return WITHOUT_LOCALE.stream()
                .flatMap(call -> call.matcher(source).results())
                .map(found -> found.group(1))
                .filter(format -> NUMBER.matcher(format.replace("%%", "")).find())
                .toList();
    }

    private static void write(Path file, int lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, Collections.nCopies(lines, "x"));
    }

    /** The folder that holds the Maven wrapper. */
    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("mvnw"))) {
            here = here.getParent();
        }
        return here;
    }

    private static List<String> complaints(Path root) throws IOException {
        List<String> complaints = new ArrayList<>();
        Set<Path> packages = new TreeSet<>();
        for (Path file : sources(root)) {
            long lines;
            try (Stream<String> text = Files.lines(file)) {
                lines = text.count();
            }
            if (lines > LONGEST_FILE) {
                complaints.add(root.relativize(file) + ": " + lines + " lines");
            } else if (lines > LONGEST_COMMAND && isCommand(file)) {
                complaints.add(
                        root.relativize(file)
                                + ": "
                                + lines
                                + " lines, a command has at most "
                                + LONGEST_COMMAND);
            }
            if (file.toString().endsWith(".java")) {
                packages.add(root.relativize(file.getParent()));
            }
        }
        for (Path folder : packages) {
            try (Stream<Path> files = Files.list(root.resolve(folder))) {
                long n = files.filter(Files::isRegularFile).count();
                if (n > LARGEST_PACKAGE) {
                    complaints.add(folder + ": " + n + " files");
                }
            }
            if (EMPTY_NAMES.contains(folder.getFileName().toString())) {
                complaints.add(folder + ": not an idea");
            }
            Path main = Path.of(folder.toString().replace("src/test/", "src/main/"));
            boolean explained =
                    Stream.of(folder, main)
                            .anyMatch(p -> Files.exists(root.resolve(p).resolve(PAGE)));
            if (!explained) {
                complaints.add(folder + ": no " + PAGE);
            }
        }
        return complaints;
    }

    private static boolean isCommand(Path file) {
        return file.toString().matches(".*/src/main/.*Command\\.java");
    }

    /** All *.java and *.py below the src folders of the modules. */
    private static List<Path> sources(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> modules = Files.newDirectoryStream(root, "eqm-*")) {
            for (Path module : modules) {
                try (Stream<Path> files = Files.walk(module.resolve("src"))) {
                    files.filter(f -> f.toString().matches(".*\\.(java|py)")).forEach(found::add);
                }
            }
        }
        return found;
    }
}
