package dev.eqm.run.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds the configuration file that a user named. */
public final class ConfigFiles {
    private static final int MAX_TOLD = 12;

    private ConfigFiles() {}

    /**
     * The file: as named, or in one of the folders; {@code .yaml} may be left out.
     *
     * @throws ConfigException if there is none: where was looked, and what is there
     */
    public static Path find(String nameOrPath, List<Path> searchFolders) {
        Path named = pathOf(nameOrPath);
        List<Path> candidates = new ArrayList<>();
        List<Path> folders = new ArrayList<>();
        folders.add(named.toAbsolutePath().getParent());
        addWithEnding(candidates, named);
        if (!named.isAbsolute()) {
            searchFolders.forEach(folder -> addWithEnding(candidates, folder.resolve(named)));
            folders.addAll(searchFolders);
        }
        for (Path candidate : candidates) {
            if (Files.exists(candidate) && !Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        TreeSet<String> there = new TreeSet<>();
        folders.forEach(folder -> there.addAll(configsIn(folder)));
        throw new ConfigException(missing(nameOrPath, candidates, there));
    }

    private static Path pathOf(String name) {
        try {
            if (!name.isBlank()) {
                return Path.of(name);
            }
        } catch (InvalidPathException e) {
            throw new ConfigException("no configuration '" + name + "': " + e.getReason());
        }
        throw new ConfigException("the name of the configuration is empty");
    }

    private static void addWithEnding(List<Path> candidates, Path path) {
        candidates.add(path);
        if (!isYaml(path) && path.getFileName() != null) {
            candidates.add(path.resolveSibling(path.getFileName() + ".yaml"));
        }
    }

    private static boolean isYaml(Path path) {
        return path.toString().endsWith(".yaml") || path.toString().endsWith(".yml");
    }

    private static String missing(String name, List<Path> candidates, SortedSet<String> there) {
        List<String> looked =
                candidates.stream().map(p -> p.toAbsolutePath().normalize().toString()).toList();
        String file = String.valueOf(Path.of(name).getFileName());
        List<String> few = there.stream().limit(MAX_TOLD).toList();
        String more = there.size() > MAX_TOLD ? ", ..." : "";
        return "no configuration '"
                + name
                + "'"
                + Names.suggestion(file, there)
                + " (looked for "
                + String.join(", ", looked)
                + (few.isEmpty() ? ")" : "; there are " + String.join(", ", few) + more + ")");
    }

    private static List<String> configsIn(Path folder) {
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(ConfigFiles::isYaml).map(f -> f.getFileName().toString()).toList();
        } catch (IOException e) {
            return List.of(); // only a hint; that the file is missing is told anyway
        }
    }
}
