package dev.eqm.run.settings;

import dev.eqm.core.data.DataException;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.store.TensorFileException;
import dev.eqm.run.config.ConfigException;
import dev.eqm.run.config.Records;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where the images of a configuration are: the key that says it, for messages. */
public final class DataPlace {
    private static final String SOURCE = "data.source";

    private DataPlace() {}

    /** Such as {@code data.source.folder}; the section itself for images that have no place. */
    static String key(ImageData source) {
        return values(source).entrySet().stream()
                .filter(e -> e.getValue() instanceof Path)
                .findFirst()
                .map(e -> SOURCE + "." + e.getKey())
                .orElse(SOURCE);
    }

    private static Map<String, Object> values(ImageData source) {
        return source instanceof Record all ? Records.values(all) : Map.of();
    }

    /**
     * Checks that the files or folders that a configuration names for its images exist.
     *
     * @param file of the configuration
     * @throws ConfigException naming the file, the key and the path
     */
    public static void requireThere(Path file, ImageData source) {
        boolean gone =
                values(source).values().stream()
                        .anyMatch(v -> v instanceof Path path && Files.notExists(path));
        if (gone) { // the images themselves say best what they need
            try {
                open(source);
            } catch (ConfigException e) {
                throw new ConfigException(file + ": " + e.getMessage());
            }
        }
    }

    /**
     * Opens the images of a configuration.
     *
     * @throws ConfigException naming the key if they cannot be opened
     */
    public static ImageSource open(ImageData source) {
        try {
            return source.open();
        } catch (DataException | TensorFileException e) {
            throw new ConfigException(key(source) + ": " + e.getMessage());
        }
    }
}
