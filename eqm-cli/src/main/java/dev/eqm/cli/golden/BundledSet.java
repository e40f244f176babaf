package dev.eqm.cli.golden;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The set on the class path. Tensor files are read from paths, so it is unpacked before it is used.
 * Its cases.json names all its files: a class path cannot be listed.
 *
 * <p>Named are the weights of the models, the npz file of each case, other files, and for crops the
 * pictures before and after.
 */
final class BundledSet {
    private static final String INDEX = "cases.json";

    private BundledSet() {}

    /** Copies the set to a fresh temporary folder; whoever asked deletes it. */
    static Path unpack() {
        try {
            Path folder = Files.createTempDirectory("eqm-golden");
            try {
                copy(INDEX, folder);
                for (String file : files(JsonFields.read(folder.resolve(INDEX)))) {
                    copy(file, folder);
                }
                return folder;
            } catch (IOException | RuntimeException e) {
                delete(folder);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the bundled golden set cannot be unpacked to a temporary folder", e);
        }
    }

    /** Deletes an unpacked set. */
    static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file); // what lies in a folder comes before it
            }
        } catch (IOException e) {
            throw new UncheckedIOException("deleting the temporary folder " + folder, e);
        }
    }

    /** Every file that the index names, each once. */
    private static Set<String> files(JsonFields index) {
        Set<String> files = new TreeSet<>();
        JsonFields models = index.object("models");
        models.keys().forEach(name -> files.add(models.object(name).text("file")));
        for (String list : List.of("cases", "other_files")) {
            for (JsonFields entry : index.objects(list)) {
                files.add(entry.text("file"));
                if (entry.has("images")) {
                    entry.objects("images").forEach(i -> files.add(i.text("source")));
                    entry.objects("images").forEach(i -> files.add(i.text("result")));
                }
            }
        }
        return files;
    }

    /** Copies a file from the class path; one that is missing there is a fault of the build. */
    private static void copy(String file, Path folder) throws IOException {
        try (InputStream in = BundledSet.class.getResourceAsStream("set/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the bundled golden set lacks " + file);
            }
            Path target = folder.resolve(file);
            Files.createDirectories(target.getParent());
            Files.copy(in, target);
        }
    }
}
