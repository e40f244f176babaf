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

/**
 * Finds the configuration file that a user named. A message that it is not there says all places
 * where it was looked for, the nearest name that exists, and what else is there.
 */
public final class ConfigFiles {
    /** Names of files that a message lists; more would hide the rest of it. */
    private static final int MAX_TOLD = 12;

    private ConfigFiles() {}

    /**
     * The file: as named, or in one of the folders; {@code .yaml} may be left out. The place that
     * was named comes first, then the folders in their order; an absolute path is looked for
     * nowhere else.
     *
     * @param searchFolders need not exist
     * @throws ConfigException if there is none: where was looked, and what is there
     */
    public static Path find(String nameOrPath, List<Path> searchFolders) {
        Path named = pathOf(nameOrPath);
        List<Path> candidates = new ArrayList<>();
        TreeSet<String> there = new TreeSet<>(configsIn(named.toAbsolutePath().getParent()));
        addWithEnding(candidates, named);
        for (Path folder : named.isAbsolute() ? List.<Path>of() : searchFolders) {
            addWithEnding(candidates, folder.resolve(named));
            there.addAll(configsIn(folder));
        }
        for (Path candidate : candidates) {
            if (Files.exists(candidate) && !Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        if (Files.isDirectory(named)) {
            throw new ConfigException(folder(named));
        }
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

    private static String folder(Path named) {
        List<String> inside = configsIn(named);
        String some =
                inside.stream()
                        .sorted()
                        .map(f -> ", such as " + named.resolve(f))
                        .findFirst()
                        .orElse("");
        return "the configuration " + named + " is a folder; give a YAML file inside it" + some;
    }

    private static String missing(String name, List<Path> candidates, SortedSet<String> there) {
        List<String> looked =
                candidates.stream().map(p -> p.toAbsolutePath().normalize().toString()).toList();
        String file = String.valueOf(Path.of(name).getFileName());
        List<String> few = there.stream().limit(MAX_TOLD).toList();
        String more = there.size() > MAX_TOLD ? ", ..." : "";
        String others = few.isEmpty() ? "" : "; available: " + String.join(", ", few) + more;
        return "no configuration '%s'%s (looked for %s%s)"
                .formatted(
                        name,
                        Names.nearestFile(file, there)
                                .map(n -> "; did you mean '" + n + "'?")
                                .orElse(""),
                        String.join(", ", looked),
                        others);
    }

    /** Names of the YAML files of a folder; none for one that is not there. */
    private static List<String> configsIn(Path folder) {
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(ConfigFiles::isYaml)
                    .filter(f -> !Files.isDirectory(f))
                    .map(f -> f.getFileName().toString())
                    .toList();
        } catch (IOException e) {
            return List.of(); // only a hint; that the file is missing is told anyway
        }
    }
}
