package dev.eqm.core.data;

import static dev.eqm.core.data.DataException.require;

import dev.eqm.core.store.AtomicFile;
import dev.eqm.core.store.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Lines of text about files or folders, kept in a file until one of these changes: what took long
 * to find out is found out once. The first line says of which state of the files the rest is, and
 * has a checksum.
 *
 * <p>Changes are noticed by size and time of files, and by the time of folders, which changes when
 * a file is added to them, removed or renamed.
 *
 * @param kind what the lines are
 * @param of files and folders that must be as they were
 * @param beside where the lines are kept; a file of the cache folder takes its place if its folder
 *     cannot be written
 */
public record KeptListing(String kind, List<Path> of, Path beside) {
    /** A file system may count time in steps; what changes within one is not noticed. */
    private static final long STEP = 2000; // milliseconds

    public KeptListing {
        of = List.copyOf(of);
    }

    /** Where eqm keeps what it can make again. */
    public static Path cacheFolder() {
        return Path.of(System.getProperty("user.home"), ".cache", "eqm");
    }

    /** The place in the cache folder for a path and a kind of lines. */
    static Path cached(Path path, String kind) {
        byte[] name = path.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8);
        return cacheFolder().resolve("listings").resolve(Sha256.of(name) + "." + kind);
    }

    /**
     * The lines; none if they are not kept or something has changed.
     *
     * @throws DataException if the file is damaged
     */
    public List<String> read() {
        Path file = Files.exists(beside) ? beside : cached(beside, kind);
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        try {
            String text = Files.readString(file);
            int end = text.indexOf('\n');
            String rest = text.substring(end + 1);
            String[] head = text.substring(0, Math.max(0, end)).split(" ");
            boolean whole =
                    head.length == 4
                            && head[0].equals("eqm")
                            && head[1].equals(kind)
                            && head[3].equals(sum(rest));
            require(
                    file,
                    whole,
                    "is damaged (its checksum is wrong); remove it, and it is made again");
            return head[2].equals(state()) ? rest.lines().toList() : List.of();
        } catch (IOException e) {
            throw new DataException(file, "cannot be read: " + e + "; remove it", e);
        }
    }

    /** Keeps lines, unless the files have just changed: then it would not be noticed again. */
    public void write(List<String> lines) {
        try {
            String state = state();
            if (newest() > System.currentTimeMillis() - STEP) {
                return;
            }
            String rest = String.join("\n", lines) + "\n";
            String head = "eqm " + kind + " " + state + " " + sum(rest) + "\n";
            Path folder = beside.toAbsolutePath().getParent();
            Path file = beside;
            if (!Files.isWritable(folder)) {
                file = cached(beside, kind);
                Files.createDirectories(file.getParent());
            }
            AtomicFile.write(file, (head + rest).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new DataException(
                    beside, "cannot be written: " + e + "; free some disk space", e);
        }
    }

    private static String sum(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private long newest() throws IOException {
        long newest = 0;
        for (Path path : of) {
            newest = Math.max(newest, Files.getLastModifiedTime(path).toMillis());
        }
        return newest;
    }

    /** Names are left out, so that a moved set keeps its listing. */
    private String state() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path path : of) {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            all.append(found.isDirectory() ? 0 : found.size())
                    .append(' ')
                    .append(found.lastModifiedTime().to(TimeUnit.NANOSECONDS))
                    .append('\n');
        }
        return sum(all.toString());
    }
}
