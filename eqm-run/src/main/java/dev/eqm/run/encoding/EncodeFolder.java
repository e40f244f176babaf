package dev.eqm.run.encoding;

import dev.eqm.core.check.Setting;
import dev.eqm.core.store.AtomicFile;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.Safetensors;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.folder.JsonFile;
import dev.eqm.run.folder.RunLock;
import dev.eqm.run.folder.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder of latents that is complete or not there: files are made in {@code NAME.part}, which
 * takes its name when all of them are there. {@code encode.json} says what they were made of.
 *
 * @param target the folder
 * @param identity everything that decides about the files' content
 */
record EncodeFolder(Path target, EncodeIdentity identity) {
    private static final String SETTINGS = "encode.json";
    private static final String OWN = "latents-\\d+\\.safetensors(\\.part)?|encode\\.json";

    /** Where files are made. */
    Path part() {
        Path whole = target.toAbsolutePath().normalize();
        return whole.resolveSibling(whole.getFileName() + ".part");
    }

    /**
     * Whether all is there already.
     *
     * @param overwrite true: what is there is removed
     * @param listener hears of latents that do not say which pictures they are of
     * @throws UsageException if there is something else
     */
    boolean complete(boolean overwrite, RunListener listener) {
        if (!Files.exists(target)) {
            return false;
        }
        if (overwrite) {
            remove(target);
            return false;
        }
        requireSame(target, listener);
        return true;
    }

    /**
     * Makes the folder for the files, or goes on in the one that is there.
     *
     * @param overwrite true: what is there is removed
     * @param listener hears of latents that do not say which pictures they are of
     * @throws UsageException if it was begun with other settings, or another process is at it
     */
    RunLock begin(boolean overwrite, RunListener listener) {
        String busy = "another process is encoding here; wait for it or stop it";
        RunLock lock =
                RunLock.of(part(), busy, "choose another folder with " + Setting.of("out", "DIR"));
        try {
            Path file = part().resolve(SETTINGS);
            if (Files.exists(file) && overwrite) {
                ownFiles(part()).forEach(EncodeFolder::delete);
            }
            if (Files.exists(file)) {
                requireSame(part(), listener);
            } else {
                String text = Json.writePretty(identity.toJson()) + "\n";
                AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
            }
            return lock;
        } catch (IOException e) {
            lock.close();
            throw failed(e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Gives the folder its name; the lock is no longer held. */
    void finish() {
        try {
            Files.deleteIfExists(part().resolve(RunLock.FILE));
            Files.move(part(), target, StandardCopyOption.ATOMIC_MOVE);
            AtomicFile.forceFolder(part().getParent());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private UncheckedIOException failed(IOException e) {
        return new UncheckedIOException(
                ("%s: cannot be written (%s); latents encoded so far are kept: free some "
                                + "disk space or fix the permissions, then run the same command again")
                        .formatted(part(), e),
                e);
    }

    private void requireSame(Path folder, RunListener listener) {
        Path file = folder.resolve(SETTINGS);
        if (!Files.exists(file)) {
            throw new UsageException(
                    ("%s was not made by "
                                    + Setting.command("encode")
                                    + ": it has no %s; choose another folder with %s")
                            .formatted(folder, SETTINGS, Setting.of("out", "DIR")));
        }
        if (!(JsonFile.read(file, "remove the folder") instanceof Map<?, ?> found)) {
            throw new UsageException(file + ": is not a JSON object; remove the folder");
        }
        boolean knowsImages = found.containsKey(EncodeIdentity.IMAGES_SHA256);
        for (Map.Entry<String, Object> asked : identity.toJson().entrySet()) {
            String name = asked.getKey();
            boolean isCompared =
                    knowsImages
                            ? !name.equals(EncodeIdentity.IMAGES)
                            : found.containsKey(name)
                                    || EncodeIdentity.UNRECORDED.containsKey(name);
            Object there =
                    found.containsKey(name) ? found.get(name) : EncodeIdentity.UNRECORDED.get(name);
            if (isCompared && !asked.getValue().equals(there)) {
                throw new UsageException(
                        folder + " was made " + difference(name, there, asked) + Target.OTHERWISE);
            }
        }
        if (!knowsImages) {
            requireSameNames(folder);
            listener.found(
                    ("%s was started by an older version, which did not record which images it "
                                    + "encoded: if they have changed since, encode them again with "
                                    + Setting.of("overwrite"))
                            .formatted(folder));
        }
    }

    private static String difference(String name, Object there, Map.Entry<String, Object> asked) {
        return name.equals(EncodeIdentity.IMAGES_SHA256)
                ? "from other images: some have changed since"
                : "with %s %s, but now it is %s".formatted(name, there, asked.getValue());
    }

    /** Older versions kept the names of the classes in the files of latents alone. */
    private void requireSameNames(Path folder) {
        for (Path file : ownFiles(folder)) {
            if (file.toString().endsWith(".safetensors")) {
                String names = Safetensors.header(file).metadata().get(EncodeIdentity.CLASS_NAMES);
                String now = Json.write(identity.classNames());
                if (names != null && !names.equals(now)) {
                    throw new UsageException(
                            "%s was made with the classes %s, but now they are %s%s"
                                    .formatted(file, names, now, Target.OTHERWISE));
                }
            }
        }
    }

    private static void remove(Path folder) {
        if (!Files.exists(folder.resolve(SETTINGS))) {
            throw new UsageException(
                    folder
                            + " was not made by "
                            + Setting.command("encode")
                            + " and is left unchanged; choose another folder with "
                            + Setting.of("out", "DIR"));
        }
        ownFiles(folder).forEach(EncodeFolder::delete);
        delete(folder); // fails if there is anything else
    }

    private static List<Path> ownFiles(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(p -> p.getFileName().toString().matches(OWN)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be read: " + e, e);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be removed: " + e, e);
        }
    }
}
