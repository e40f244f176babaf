package dev.eqm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** ARCHITECTURE.md names files and packages; what it names is there. */
class ArchitecturePageTest {
    /** {@code `TrainStep`} or {@code `core.loss.Losses`}: the name of a file, in code type. */
    private static final Pattern FILE = Pattern.compile("`(?:[a-z.]+\\.)?([A-Z]\\w+)(?:\\.\\w+)?`");

    private static final Pattern ROW = Pattern.compile("(?m)^\\|[^|]*\\|([^|]*)\\|");
    private static final Pattern PACKAGE = Pattern.compile("`([a-z.]+)`");

    @Test
    void everyFileAndPackageOfThePageIsThere() throws IOException {
        Path root = SourceTreeTest.root();
        assertThat(missing(Files.readString(root.resolve("ARCHITECTURE.md")), root)).isEmpty();
    }

    @Test
    void namesOfNothingAreFound() throws IOException {
        String page = "`TrainStep` → `TrainLeap`\n| eqm-core | `core.loss` `gain` | x |\n";
        assertThat(missing(page, SourceTreeTest.root())).containsExactly("TrainLeap", "core.gain");
    }

    private static Set<String> missing(String page, Path root) throws IOException {
        List<Path> files = sources(root);
        Set<String> names =
                files.stream()
                        .map(file -> file.getFileName().toString().replace(".java", ""))
                        .collect(Collectors.toSet());
        Set<String> packages =
                files.stream().map(file -> packageOf(file)).collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>();
        Matcher file = FILE.matcher(page);
        while (file.find()) {
            if (!names.contains(file.group(1))) {
                missing.add(file.group(1));
            }
        }
        Matcher row = ROW.matcher(page.split("## ")[0]);
        while (row.find()) {
            missing.addAll(missingPackages(row.group(1), packages));
        }
        return missing;
    }

    /** Later names of a cell leave out the module: {@code `core.schedule` `path`}. */
    private static Set<String> missingPackages(String cell, Set<String> packages) {
        Set<String> missing = new TreeSet<>();
        String module = "";
        Matcher name = PACKAGE.matcher(cell);
        while (name.find()) {
            String first = name.group(1).split("\\.")[0];
            boolean whole = module.isEmpty() || first.equals(module);
            module = module.isEmpty() ? first : module;
            String full = whole ? name.group(1) : module + "." + name.group(1);
            if (!packages.contains(full)) {
                missing.add(full);
            }
        }
        return missing;
    }

    private static String packageOf(Path file) {
        return file.getParent().toString().replaceAll(".*/dev/eqm/?", "").replace('/', '.');
    }

    private static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(p -> p.toString().matches(".*/src/(main|test)/java/.*\\.java"))
                    .toList();
        }
    }
}
