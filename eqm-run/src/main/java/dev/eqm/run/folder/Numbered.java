package dev.eqm.run.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A folder that nobody named, and its successors: NAME, NAME-2, NAME-3, ... What is there stays; a
 * command that would have to replace it takes another number.
 */
public final class Numbered {
    private Numbered() {}

    /** NAME and its successors up to the first number above all that are there. */
    public static List<Path> of(Path folder) {
        Pattern number = Pattern.compile(Pattern.quote(folder.getFileName() + "-") + "(\\d{1,6})");
        Path parent = folder.toAbsolutePath().getParent();
        int last = 1;
        if (Files.isDirectory(parent)) {
            try (Stream<Path> all = Files.list(parent)) {
                last =
                        all.map(path -> number.matcher(path.getFileName().toString()))
                                .filter(Matcher::matches)
                                .mapToInt(m -> Integer.parseInt(m.group(1)))
                                .reduce(1, Math::max);
            } catch (IOException e) {
                throw new UncheckedIOException(parent + ": cannot be read", e);
            }
        }
        return IntStream.rangeClosed(1, last + 1)
                .mapToObj(
                        n ->
                                n == 1
                                        ? folder
                                        : folder.resolveSibling(folder.getFileName() + "-" + n))
                .toList();
    }

    /** The first of them that does not hold a file. */
    public static Path without(String file, Path folder) {
        return of(folder).stream()
                .filter(f -> Files.notExists(f.resolve(file)))
                .findFirst()
                .orElseThrow(); // the last of them is not there
    }
}
