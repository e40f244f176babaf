package dev.eqm.run.folder;

import dev.eqm.core.check.Setting;
import dev.eqm.run.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where something will be written: checked before any work. */
public final class Target {
    private static final String OTHER_FOLDER =
            "choose another folder with " + Setting.of("out", "DIR");
    private static final String ELSEWHERE =
            Setting.of("overwrite")
                    + " replaces it, "
                    + Setting.of("out", "DIR")
                    + " writes elsewhere";

    /** What to do where another thing is, to be joined to a message. */
    public static final String OTHERWISE = "; " + ELSEWHERE;

    private Target() {}

    /**
     * A file.
     *
     * @throws UsageException if it is there and may not be replaced, or cannot be written
     */
    public static Path file(Path out, boolean overwrite) {
        requireFile(out, "out");
        requireFree(
                out,
                overwrite,
                Setting.of("overwrite")
                        + " replaces it, "
                        + Setting.of("out", "FILE")
                        + " writes elsewhere");
        return out;
    }

    /**
     * A file that may be there already.
     *
     * @throws UsageException if its folder is not there, or it cannot be written
     */
    public static Path writable(Path out) {
        requireFile(out, "out");
        return out;
    }

    /**
     * A report beside others.
     *
     * @throws UsageException if its folder is not there, or it cannot be written
     */
    public static Path report(Path json) {
        requireFile(json, "json");
        return json;
    }

    /**
     * A file is replaced by renaming another onto it: a device such as {@code /dev/null} would be
     * gone.
     */
    private static void requireFile(Path file, String name) {
        Setting setting = Setting.of(name, file);
        if (Files.isDirectory(file)) {
            throw new UsageException(setting + ": this is a folder; give a file inside it");
        }
        boolean device = file.toAbsolutePath().normalize().startsWith("/dev");
        if (device || (Files.exists(file) && !Files.isRegularFile(file))) {
            throw new UsageException(
                    setting + ": this is a device, not a file; give the path of a file");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (Files.notExists(folder)) {
            throw new UsageException(setting + ": create the folder " + folder + " first");
        }
        Writable.folder(folder, "choose another file with " + Setting.of(name, "FILE"));
    }

    /**
     * A folder that is there or can be made.
     *
     * @throws UsageException if it is none, or takes no files
     */
    public static Path folder(Path folder) {
        Writable.folder(folder, OTHER_FOLDER);
        return folder;
    }

    /**
     * A file in a folder that is there or can be made.
     *
     * @throws UsageException if the folder is none or takes no files, or holds the file already
     */
    public static Path in(Path folder, String name) {
        return in(folder, name, false, OTHER_FOLDER + ", or remove it");
    }

    /**
     * The same for commands that can replace it.
     *
     * @throws UsageException if the folder is none or takes no files, or holds the file, which may
     *     not be replaced
     */
    public static Path in(Path folder, String name, boolean overwrite) {
        return in(folder, name, overwrite, ELSEWHERE);
    }

    private static Path in(Path folder, String name, boolean overwrite, String remedy) {
        folder(folder);
        requireFree(folder.resolve(name), overwrite, remedy);
        return folder.resolve(name);
    }

    private static void requireFree(Path file, boolean overwrite, String remedy) {
        if (!overwrite && Files.exists(file)) {
            throw new UsageException(file + " already exists; " + remedy);
        }
    }
}
