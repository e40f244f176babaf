package dev.eqm.run.folder;

import dev.eqm.run.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where something will be written: checked before any work. */
public final class Target {
    private Target() {}

    /**
     * A file.
     *
     * @throws UsageException if it is there and may not be replaced
     */
    public static Path file(Path out, boolean overwrite) {
        requireFree(out, overwrite, "--overwrite replaces it, --out FILE writes elsewhere");
        return out;
    }

    /**
     * A report beside others.
     *
     * @throws UsageException if its folder is not there
     */
    public static Path report(Path json) {
        Path folder = json.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new UsageException("--json " + json + ": make the folder " + folder + " first");
        }
        return json;
    }

    /**
     * A file in a folder that is there or can be made.
     *
     * @throws UsageException if the folder is none, or holds the file already
     */
    public static Path in(Path folder, String name) {
        return in(folder, name, false, "name another folder with --out DIR, or remove it");
    }

    /**
     * The same for commands that can replace it.
     *
     * @throws UsageException if the folder is none, or holds the file, which may not be replaced
     */
    public static Path in(Path folder, String name, boolean overwrite) {
        return in(folder, name, overwrite, "--overwrite replaces it, --out DIR writes elsewhere");
    }

    private static Path in(Path folder, String name, boolean overwrite, String remedy) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UsageException(folder + " is no folder; name another with --out DIR");
        }
        requireFree(folder.resolve(name), overwrite, remedy);
        return folder.resolve(name);
    }

    private static void requireFree(Path file, boolean overwrite, String remedy) {
        if (!overwrite && Files.exists(file)) {
            throw new UsageException(file + " is there already; " + remedy);
        }
    }
}
