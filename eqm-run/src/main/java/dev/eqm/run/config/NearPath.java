package dev.eqm.run.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What may be meant by a path where there is nothing: one that is there, with nearly its name. */
public final class NearPath {
    private NearPath() {}

    /**
     * Ends a message: {@code ; did you mean photos?}, or nothing if no name is near. Of the path,
     * the first part that is missing is compared with what lies in its folder.
     */
    public static String suggestion(Path missing) {
        if (Files.exists(missing)) {
            return "";
        }
        Path gone = missing;
        while (gone.getParent() != null && Files.notExists(gone.getParent())) {
            gone = gone.getParent();
        }
        if (gone.getFileName() == null) {
            return "";
        }
        Path folder = gone.getParent() == null ? Path.of("") : gone.getParent();
        Path below = gone.relativize(missing); // empty if the last part is the missing one
        return Names.nearestFile(gone.getFileName().toString(), names(folder))
                .map(folder::resolve)
                .map(near -> Files.exists(near.resolve(below)) ? near.resolve(below) : near)
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
    }

    /** What lies in a folder and is not hidden; none of one that is no folder or cannot be read. */
    private static List<String> names(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(p -> p.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of(); // only a hint; that the path is missing is told anyway
        }
    }
}
