package dev.eqm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * README.md and docs: every command in them is one of eqm's, with options that it has, and names a
 * configuration that is there; every link leads to a file. docs/try-readme runs the commands.
 */
class PagesTest {
    /** A block of commands, or a command within a sentence. */
    private static final Pattern COMMANDS =
            Pattern.compile("```sh\\R(.*?)```|`(\\./eqm [^`]*)`", Pattern.DOTALL);

    private static final Pattern LINK =
            Pattern.compile("(?:\\]\\(|src=\")([^)\"#:]+)(#[^)\"]*)?[)\"]");
    private static final Pattern CONFIG = Pattern.compile("(?:--config|plan) ([\\w./-]+\\.yaml)");
    private static final Pattern MADE =
            Pattern.compile("--out ([\\w./-]+\\.yaml)|init (\\w+)(?: |$)");

    @Test
    void everyCommandIsUnderstood() throws IOException {
        List<String> wrong = new ArrayList<>();
        int understood = 0;
        for (Path page : pages()) {
            for (String line : commands(Files.readString(page))) {
                String problem = problem(line);
                if (problem.isEmpty()) {
                    understood++;
                } else {
                    wrong.add(page.getFileName() + ": " + line + ": " + problem);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(understood).isGreaterThan(40);
    }

    @Test
    void everyConfigurationIsThere() throws IOException {
        Path configs = SourceTreeTest.root().resolve("configs");
        List<String> missing = new ArrayList<>();
        for (Path page : pages()) {
            Set<String> made = new HashSet<>();
            for (String line : commands(Files.readString(page))) {
                MADE.matcher(line)
                        .results()
                        .map(m -> m.group(1) == null ? m.group(2) + ".yaml" : m.group(1))
                        .forEach(made::add);
                found(CONFIG, line)
                        .filter(name -> !made.contains(name))
                        .filter(name -> !Files.exists(configs.resolve(name)))
                        .forEach(name -> missing.add(page.getFileName() + ": " + name));
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyLinkLeadsToAFileAndItsHeading() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            broken.addAll(brokenLinks(page, Files.readString(page)));
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void mistakesAreFound() throws IOException {
        String page =
                """
                ```sh
                ./eqm sample --cuont 3   # a slip
                ls
                ```
                or `./eqm samlpe`; `./eqm plan`
                [a](none.md) [b](README.md#nowhere) [c](README.md#licence)
                """;
        assertThat(commands(page))
                .containsExactly("./eqm sample --cuont 3", "./eqm samlpe", "./eqm plan");
        assertThat(problem("./eqm sample --cuont 3")).contains("--cuont");
        assertThat(problem("./eqm samlpe")).contains("samlpe");
        assertThat(problem("./eqm sample --count 3")).isEmpty();
        assertThat(problem("EQM_MAVEN_ARGS=-Pcuda ./eqm doctor")).isEmpty();
        assertThat(brokenLinks(SourceTreeTest.root().resolve("README.md"), page))
                .containsExactly("README.md: none.md", "README.md: README.md#nowhere");
    }

    private static List<Path> pages() throws IOException {
        Path root = SourceTreeTest.root();
        List<Path> pages = new ArrayList<>(List.of(root.resolve("README.md")));
        try (Stream<Path> docs = Files.list(root.resolve("docs"))) {
            docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages;
    }

    /** The calls of the launcher on a page, without comments. */
    private static List<String> commands(String page) {
        List<String> all = new ArrayList<>();
        Matcher block = COMMANDS.matcher(page);
        while (block.find()) {
            String text = block.group(1) == null ? block.group(2) : block.group(1);
            text.lines()
                    .map(line -> line.replaceFirst("\\s+#.*", "").strip())
                    .filter(line -> line.contains("./eqm ") && !line.contains("..."))
                    .forEach(all::add);
        }
        return all;
    }

    /** What the command line has against it; empty if nothing. */
    private static String problem(String line) {
        String call = line.substring(line.indexOf("./eqm ") + 6).replace("'", "");
        try {
            ParseResult parsed = Main.commandLine().parseArgs(call.strip().split("\\s+"));
            return parsed.hasSubcommand() ? "" : "no command";
        } catch (ParameterException e) {
            return e.getMessage();
        }
    }

    private static Stream<String> found(Pattern pattern, String line) {
        return pattern.matcher(line).results().map(match -> match.group(1));
    }

    private static List<String> brokenLinks(Path page, String text) throws IOException {
        List<String> broken = new ArrayList<>();
        Matcher link = LINK.matcher(text.replaceAll("(?s)```.*?```", ""));
        while (link.find()) {
            Path target = page.resolveSibling(link.group(1)).normalize();
            String heading = link.group(2);
            // configs/imagenet-*.yaml links to the folder
            boolean there = Files.exists(target);
            if (there && heading != null) {
                there = anchors(Files.readString(target)).contains(heading.substring(1));
            }
            if (!there) {
                broken.add(
                        page.getFileName()
                                + ": "
                                + link.group(1)
                                + (heading == null ? "" : heading));
            }
        }
        return broken;
    }

    /**
     * Headings, and terms in bold at the beginning of a paragraph, as GitHub and HTML name them.
     */
    private static Set<String> anchors(String page) {
        Set<String> all = new HashSet<>();
        page.lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ *", ""))
                .map(line -> line.toLowerCase(Locale.ROOT))
                .map(line -> line.replaceAll("[^\\w -]", "").replace(' ', '-'))
                .forEach(all::add);
        Matcher named = Pattern.compile("<a id=\"([^\"]+)\">").matcher(page);
        while (named.find()) {
            all.add(named.group(1));
        }
        return all;
    }
}
