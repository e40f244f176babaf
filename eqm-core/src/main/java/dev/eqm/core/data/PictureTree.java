package dev.eqm.core.data;

import static dev.eqm.core.data.DataException.require;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which pictures lie below a folder, and of which class each is.
 *
 * @param files in the order of their paths, class after class
 * @param labels one a file
 * @param classNames sorted names of the class folders
 */
record PictureTree(List<Path> files, int[] labels, List<String> classNames) {
    private static final String NAMES = "*.png, *.jpg, *.jpeg, *.webp, *.gif, *.bmp, *.tif";

    /** A folder a class, each with pictures at any depth. */
    static PictureTree classes(Path folder) {
        List<Path> folders = new ArrayList<>();
        for (Path entry : entries(folder)) {
            if (Files.isDirectory(entry)) {
                folders.add(entry);
                continue;
            }
            require(
                    entry,
                    !PictureFile.isNamedSo(entry),
                    "lies next to the class folders, so its class is unknown: move it into "
                            + "one of them, or use kind 'pictures' for a folder without classes");
        }
        require(folder, !folders.isEmpty(), "contains no class folders; it needs CLASS/%s", NAMES);
        List<Path> files = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int label = 0; label < folders.size(); label++) {
            List<Path> found = below(folders.get(label));
            String rule = "is a class without images (%s); remove or fill it";
            require(folders.get(label), !found.isEmpty(), rule, NAMES);
            files.addAll(found);
            labels.addAll(Collections.nCopies(found.size(), label));
        }
        return new PictureTree(
                List.copyOf(files),
                labels.stream().mapToInt(Integer::intValue).toArray(),
                folders.stream().map(f -> f.getFileName().toString()).toList());
    }

    /** All pictures below a folder, at any depth, as one class. */
    static PictureTree flat(Path folder) {
        entries(folder);
        List<Path> files = below(folder);
        require(folder, !files.isEmpty(), "contains no images (%s)", NAMES);
        return new PictureTree(files, new int[files.size()], List.of("all"));
    }

    /** What lies in a folder itself, sorted, so that labels are the same on every file system. */
    private static List<Path> entries(Path folder) {
        require(folder, Files.isDirectory(folder), "there is no such folder; check the path");
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> shown = entries.filter(e -> !isHidden(e.getFileName())).sorted().toList();
            shown.forEach(PictureTree::requireReadableName);
            return shown;
        } catch (IOException e) {
            throw new DataException(folder, "cannot be listed: " + e, e);
        }
    }

    /**
     * A name that is lost would be the name of a class for good, and two classes might share it.
     */
    private static void requireReadableName(Path entry) {
        require(
                entry,
                entry.toString().indexOf('\uFFFD') < 0,
                "its name cannot be read in this locale's encoding (%s): start with LC_ALL=C.UTF-8, or rename it",
                System.getProperty("sun.jnu.encoding"));
    }

    /** The pictures in a folder and in all below it, through links as well. */
    private static List<Path> below(Path folder) {
        try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return all.filter(f -> PictureFile.isNamedSo(f) && !isHidden(folder.relativize(f)))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) { // a link that leads back, a locked folder
            throw new DataException(folder, "cannot be listed: " + e.getMessage(), e);
        }
    }

    /** Whether any name on the way begins with a dot, as those of editors and thumbnailers do. */
    private static boolean isHidden(Path path) {
        for (Path name : path) {
            if (name.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }
}
