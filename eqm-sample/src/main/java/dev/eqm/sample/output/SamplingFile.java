package dev.eqm.sample.output;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonException;
import dev.eqm.core.store.JsonObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * {@code sampling.json} in a folder of samples: what they were made with, and how many there are. A
 * run with the same settings goes on behind them; others are refused. One process at a time works
 * in the folder: the system frees {@code sampling.lock} however a process ends.
 */
public final class SamplingFile implements Progress, AutoCloseable {
    /** The file's name. */
    public static final String NAME = "sampling.json";

    /** Held by the process that works in the folder. */
    public static final String LOCK = "sampling.lock";

    private static final String SETTINGS = "settings";
    private static final String DONE = "done";
    private static final String COMPLETE = "complete";

    private final Path file;
    private final FileChannel locked;
    private final MadeWith settings;
    private final int done;
    private final boolean complete;
    private int saved; // samples, by this process or one before it

    private SamplingFile(Path folder, FileChannel locked, MadeWith settings, Map<?, ?> before) {
        this.file = folder.resolve(NAME);
        this.locked = locked;
        this.settings = settings;
        this.done = Math.toIntExact((Long) before.get(DONE));
        this.saved = done;
        this.complete = (Boolean) before.get(COMPLETE);
    }

    /** True if a run has begun in the folder. */
    public static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(NAME));
    }

    /**
     * Begins a run or goes on with one.
     *
     * @param folder is created if needed
     * @param settings what the samples are made with
     * @param anew forgets a run that began here, whatever it was
     * @throws IllegalArgumentException if another process works here, or if a run with other
     *     settings made samples here
     */
    public static SamplingFile open(Path folder, MadeWith settings, boolean anew) {
        OutputFiles.createFolder(folder);
        FileChannel locked = lock(folder);
        Path file = folder.resolve(NAME);
        try {
            if (anew) {
                OutputFiles.on(file, () -> Files.deleteIfExists(file));
            }
            Map<?, ?> before = Files.exists(file) ? read(file) : Map.of(DONE, 0L, COMPLETE, false);
            boolean known = (Long) before.get(DONE) > 0; // else there is nothing to be kept
            if (known) {
                requireSame(file, (Map<?, ?>) before.get(SETTINGS), settings);
            }
            SamplingFile opened = new SamplingFile(folder, locked, settings, before);
            if (!known) {
                opened.write(0, false);
            }
            return opened;
        } catch (RuntimeException e) {
            release(folder, locked);
            throw e;
        }
    }

    @Override
    public int done() {
        return done;
    }

    /** True if nothing is left to do. */
    public boolean complete() {
        return complete;
    }

    @Override
    public void save(int samples) {
        write(samples, false);
    }

    /** All samples are there and all files complete. */
    public void saveComplete(int samples) {
        write(samples, true);
    }

    private void write(int samples, boolean all) {
        saved = samples;
        JsonObject content = JsonObject.of(DONE, (long) samples).with(COMPLETE, all);
        String json = Json.writePretty(content.with(SETTINGS, settings.toJson()));
        OutputFiles.write(file, (json + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static Map<?, ?> read(Path file) {
        try {
            if (Json.parse(Files.readString(file)) instanceof Map<?, ?> all
                    && all.get(DONE) instanceof Long
                    && all.get(COMPLETE) instanceof Boolean
                    && all.get(SETTINGS) instanceof Map) {
                return all;
            }
        } catch (IOException | JsonException e) {
            throw new BrokenRuleException(
                    file + ": cannot be read (" + e.getMessage() + "); choose another folder", e);
        }
        throw new BrokenRuleException(
                file + ": does not record the progress of its run; choose another folder");
    }

    private static void requireSame(Path file, Map<?, ?> before, MadeWith now) {
        for (MadeWith.Difference d : now.differencesFrom(before)) {
            throw new BrokenRuleException(
                    "%s: the samples here were made with another %s".formatted(file, d.name()));
        }
    }

    /**
     * What differs between the samples that a folder holds and those that are wanted; nothing if
     * there are none.
     *
     * @throws IllegalArgumentException if the file cannot be read
     */
    public static List<MadeWith.Difference> differences(Path folder, MadeWith wanted) {
        if (!isIn(folder)) {
            return List.of();
        }
        Map<?, ?> before = read(folder.resolve(NAME));
        return (Long) before.get(DONE) > 0
                ? wanted.differencesFrom((Map<?, ?>) before.get(SETTINGS))
                : List.of();
    }

    /**
     * Takes back a beginning from which nothing came: without samples the file would say that they
     * are on their way. A file that knows of some stays.
     *
     * @param others files that were made together with it
     */
    public void forgetIfNothingCame(List<Path> others) {
        if (saved > 0) {
            return;
        }
        for (Path path : others) {
            OutputFiles.on(path, () -> Files.deleteIfExists(path));
        }
        OutputFiles.on(file, () -> Files.deleteIfExists(file));
    }

    private static FileChannel lock(Path folder) {
        Path file = folder.resolve(LOCK);
        return OutputFiles.on(
                file,
                () -> {
                    FileChannel channel =
                            FileChannel.open(
                                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    if (isTaken(channel)) {
                        channel.close();
                        throw new BrokenRuleException(
                                folder
                                        + ": another process is sampling here; wait for it, or choose another folder");
                    }
                    return channel;
                });
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() == null;
        } catch (OverlappingFileLockException e) {
            return true; // by this very process
        }
    }

    private static void release(Path folder, FileChannel locked) {
        Path lock = folder.resolve(LOCK);
        OutputFiles.on(lock, () -> Files.deleteIfExists(lock));
        OutputFiles.on(lock, () -> locked.close());
    }

    /** Frees the folder. */
    @Override
    public void close() {
        release(file.getParent(), locked);
    }
}
