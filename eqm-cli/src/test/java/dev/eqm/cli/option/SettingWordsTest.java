package dev.eqm.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.cli.Main;
import dev.eqm.core.check.Setting;
import dev.eqm.core.check.SettingNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The library's messages name settings by {@link Setting}; only the command line writes options. A
 * whole command, {@code eqm import FILE --out DIR}, is for a terminal and may stand anywhere.
 */
class SettingWordsTest {
    private static final List<String> LIBRARY =
            List.of("core", "models", "train", "sample", "run", "onnx");

    private static final Pattern COMMENT =
            Pattern.compile("/\\*.*?\\*/|(?m)^\\s*//.*$", Pattern.DOTALL);
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");

    /** Two literals with only a plus, or a plain value, between them. */
    private static final Pattern JOINED =
            Pattern.compile("\"\\s*\\+\\s*(?:[\\w.()]+\\s*\\+\\s*)*\"");

    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z]");
    private static final Pattern COMMAND = Pattern.compile("eqm [a-z]+ (?:[^;,:)]|,(?! ))*$");
    private static final Pattern CALL = Pattern.compile("Setting\\.command\\(\"([a-z -]+)\"\\)");
    private static final Pattern NAMED = Pattern.compile("Setting\\.of\\(\\s*\"(\\w+)\"");

    private static List<String> optionsIn(String source) {
        String plain = COMMENT.matcher(source).replaceAll("");
        String typed = CALL.matcher(plain).replaceAll("\"eqm $1 \"");
        String joined = JOINED.matcher(typed).replaceAll("");
        return LITERAL.matcher(joined)
                .results()
                .map(literal -> literal.group(1))
                .filter(
                        text ->
                                OPTION.matcher(text)
                                        .results()
                                        .anyMatch(o -> isAlone(text.substring(0, o.start()))))
                .toList();
    }

    private static boolean isAlone(String before) {
        return !COMMAND.matcher(before).find();
    }

    private static List<Path> library() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("mvnw"))) {
            root = root.getParent();
        }
        List<Path> all = new ArrayList<>();
        for (String module : LIBRARY) {
            try (Stream<Path> files =
                    Files.walk(root.resolve("eqm-" + module + "/src/main/java"))) {
                files.filter(f -> f.toString().endsWith(".java")).forEach(all::add);
            }
        }
        return all;
    }

    @Test
    void libraryMessagesNameNoOptions() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : library()) {
            optionsIn(Files.readString(file))
                    .forEach(t -> found.add(file.getFileName() + ": " + t));
        }
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"--weights %s has no effect\"",
                "\"use another folder\"\n   + \" (--out DIR)\"",
                "\"made by eqm stats; give --reference FILE\"",
                "\"choose one with --set name=OTHER\""
            })
    void anOptionIsFound(String source) {
        assertThat(optionsIn(source)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"eqm import %s --out DIR, then eqm train --config ... --warm-start DIR\"",
                "\"eqm import \" + file\n + \" --out DIR converts it\"",
                "\"then \" + Setting.command(\"import\") + \" %s --out DIR converts it\"",
                "/** {@code \"--out\"} */",
                "  // \"--out\"",
                "\"a - b -- c\""
            })
    void commandsAndCommentsAreFine(String source) {
        assertThat(optionsIn(source)).isEmpty();
    }

    @Test
    void everyNamedSettingIsAnOption() throws IOException {
        Set<String> options =
                Main.commandLine().getSubcommands().values().stream()
                        .flatMap(c -> c.getCommandSpec().optionsMap().keySet().stream())
                        .collect(Collectors.toSet());
        Set<String> unknown = new TreeSet<>();
        int named = 0;
        for (Path file : library()) {
            for (var match : NAMED.matcher(Files.readString(file)).results().toList()) {
                named++;
                if (!options.contains(Setting.of(match.group(1)).toString())) {
                    unknown.add(file.getFileName() + ": " + match.group(1));
                }
            }
        }
        assertThat(unknown).isEmpty();
        assertThat(named).isGreaterThan(50);
    }

    @Test
    void settingsAreWrittenAsTheyAreTyped() {
        assertThat(SettingNames.here()).isInstanceOf(OptionNames.class);
        assertThat(Setting.of("gMin", 0.5)).hasToString("--g-min 0.5");
        assertThat(Setting.of("overwrite")).hasToString("--overwrite");
        assertThat(Setting.key("train.steps", 5)).hasToString("--set train.steps=5");
    }
}
