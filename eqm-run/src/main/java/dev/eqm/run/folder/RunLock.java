package dev.eqm.run.folder;

import dev.eqm.core.check.Setting;
import dev.eqm.run.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One process at a time writes to a run. The system frees the lock when a process dies, however it
 * dies.
 */
public final class RunLock implements AutoCloseable {
    /** The file that is locked. */
    public static final String FILE = "lock";

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock of a run, {@code RUN/lock}.
     *
     * @throws UsageException if another process has it
     */
    public static RunLock of(RunFolder run) {
        return of(
                run.path(),
                "another process is training this run; wait for it or stop "
                        + "it, or start another run with "
                        + Setting.key("name", "OTHER"),
                "choose another folder with " + Setting.key("runs", "DIR"));
    }

    /**
     * Takes the lock of a folder, which is made if it is not there.
     *
     * @param busy what to say if another process has it
     * @param elsewhere how the user names another folder
     * @throws UsageException if another process has it, or the folder takes no files
     */
    public static RunLock of(Path folder, String busy, String elsewhere) {
        Path file = folder.resolve(FILE);
        Writable.folder(folder, elsewhere);
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isTaken(channel)) {
                channel.close();
                throw new UsageException(folder + ": " + busy);
            }
            return new RunLock(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "%s: cannot be written (%s); free some disk space or fix the permissions, or %s"
                            .formatted(file, Writable.reason(e, folder), elsewhere),
                    e);
        }
    }

    /** Whether a process has the lock of a run now; nothing is written, no lock is taken. */
    public static boolean isHeld(RunFolder run) {
        Path file = run.path().resolve(FILE);
        if (!Files.exists(file)) {
            return false;
        }
        // shared, and for this moment alone: two that look do not see each other
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true);
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            return false; // no permission: it cannot be known
        }
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true; // by this very process
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("freeing the lock of a run", e);
        }
    }
}
