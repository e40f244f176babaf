package dev.eqm.core.startup;

import ai.djl.util.Platform;
import ai.djl.util.Utils;
import java.io.IOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The libtorch that lies in a jar on the class path, and the folder that DJL unpacks it into.
 *
 * @param platform which one
 * @param folder where its libraries lie, or will
 */
record Natives(Platform platform, Path folder) {
    /** The variable to name; {@code ENGINE_CACHE_DIR} does the same for engines alone. */
    static final String VARIABLE = "DJL_CACHE_DIR";

    /** Of a jar; empty where libtorch comes from elsewhere: a given folder, or a download. */
    static Optional<Natives> bundled() {
        if (Utils.getEnvOrSystemProperty("PYTORCH_LIBRARY_PATH") != null) {
            return Optional.empty();
        }
        Platform platform = Platform.detectPlatform("pytorch");
        String wanted = Utils.getEnvOrSystemProperty("PYTORCH_VERSION");
        boolean another =
                wanted != null && !wanted.isEmpty() && !platform.getVersion().startsWith(wanted);
        if (platform.isPlaceholder() || another) {
            return Optional.empty();
        }
        String name =
                platform.getVersion() + "-" + platform.getFlavor() + "-" + platform.getClassifier();
        Path folder = Utils.getEngineCacheDir("pytorch").resolve(name).toAbsolutePath();
        return Optional.of(new Natives(platform, folder));
    }

    boolean isToBeUnpacked() {
        return !Files.exists(folder.resolve(System.mapLibraryName("torch")));
    }

    /** Tries it, if anything is missing there: permissions alone do not tell. */
    void requireWritable() throws IOException {
        String binding = platform.getApiVersion() + "-" + System.mapLibraryName("djl_torch");
        if (!isToBeUnpacked() && Files.exists(folder.resolve(binding))) {
            return;
        }
        Path parent = folder.getParent();
        Files.createDirectories(parent);
        Files.delete(Files.createTempFile(parent, "eqm", null));
    }

    /** What they take in the folder. */
    long megabytes() {
        long bytes = 0;
        for (String library : platform.getLibraries()) {
            bytes += size("pytorch/" + flavorAndClassifier() + "/" + library);
        }
        return Math.round(bytes * 1e-6);
    }

    private String flavorAndClassifier() {
        return platform.getFlavor() + "/" + platform.getClassifier();
    }

    private static long size(String resource) {
        URL url = Thread.currentThread().getContextClassLoader().getResource(resource);
        try {
            URLConnection entry = url == null ? null : url.openConnection();
            return entry == null ? 0 : Math.max(0, entry.getContentLengthLong());
        } catch (IOException e) {
            return 0; // it is for a message only; unpacking meets the same trouble and tells
        }
    }

    /** For people. */
    String cannotBeUnpacked(IOException why) {
        return ("libtorch cannot be unpacked into %s (%s): the folder must be writable and have %d MB of "
                        + "free space; choose another one with the environment variable %s (or ENGINE_CACHE_DIR)")
                .formatted(folder, why, megabytes(), VARIABLE);
    }
}
