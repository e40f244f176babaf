package dev.eqm.run.folder;

import dev.eqm.run.UsageException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Whether something can be written to a folder, found out before any work.
 *
 * <p>Permissions alone do not tell: root may write everywhere, but not to {@code /proc} or to a
 * disk that is mounted read-only. So it is tried, in a folder of its own that is removed again;
 * nothing is left, whatever the answer.
 */
public final class Writable {
    private Writable() {}

    /**
     * Refuses a folder that is not there and cannot be made, or that takes no files.
     *
     * @param remedy what the user can do instead, such as "name another folder with --out DIR"
     * @throws UsageException with the reason in plain words
     */
    public static void folder(Path folder, String remedy) {
        Path there = folder.toAbsolutePath().normalize();
        Deque<Path> missing = new ArrayDeque<>();
        while (there != null && !Files.exists(there)) {
            if (there.getFileName() != null) {
                missing.push(there.getFileName());
            }
            there = there.getParent();
        }
        if (there == null || !Files.isDirectory(there)) {
            String what = missing.isEmpty() ? "it is" : there + " is";
            throw refused(folder, what + " not a folder", remedy);
        }
        try {
            attempt(there, missing);
        } catch (IOException e) {
            throw refused(folder, reason(e, there), remedy);
        }
    }

    private static void attempt(Path there, Deque<Path> missing) throws IOException {
        Path trial = Files.createTempDirectory(there, ".eqm-");
        Deque<Path> made = new ArrayDeque<>();
        made.push(trial);
        try {
            for (Path name : missing) {
                made.push(Files.createDirectory(made.peek().resolve(name)));
            }
            made.push(Files.createFile(made.peek().resolve("file")));
        } finally {
            for (Path path : made) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static UsageException refused(Path folder, String why, String remedy) {
        return new UsageException(
                "nothing can be written to %s: %s; %s".formatted(folder, why, remedy));
    }

    /** What the system said, without Java's names for it. */
    static String reason(IOException e, Path there) {
        if (e instanceof AccessDeniedException) {
            return "no permission to write to " + there;
        } else if (e instanceof NoSuchFileException) {
            return "the system does not create files in " + there;
        } else if (e instanceof FileAlreadyExistsException taken) {
            return taken.getFile() + " is in the way";
        } else if (e instanceof FileSystemException of && of.getReason() != null) {
            return of.getReason().toLowerCase(Locale.ROOT) + " (in " + there + ")";
        }
        return e.getMessage();
    }
}
