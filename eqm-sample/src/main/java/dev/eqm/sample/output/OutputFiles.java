package dev.eqm.sample.output;

import dev.eqm.core.store.AtomicFile;
import dev.eqm.sample.plot.Drawing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that a run writes. What the system refuses, a full disk or a path that is taken, is always
 * told in one way: an {@link OutputException} that names the file and says what is kept.
 */
public final class OutputFiles {
    private OutputFiles() {}

    /** Something that the system may refuse, with its result. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /** The same where there is no result. */
    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }

    /** Writes a whole file at once: afterwards it is complete, or as it was before. */
    public static void write(Path file, byte[] content) {
        on(file, () -> AtomicFile.write(file, content));
    }

    /**
     * Draws a PNG and, beside it, an SVG of the same name.
     *
     * @param png its name ends in {@code .png}; its folder is made if needed
     */
    public static void draw(Path png, Drawing drawing) {
        drawPng(png, drawing);
        String name = png.getFileName().toString().replaceFirst("\\.png$", ".svg");
        write(png.resolveSibling(name), drawing.svg());
    }

    /** Draws a PNG alone. */
    public static void drawPng(Path png, Drawing drawing) {
        createFolder(png.toAbsolutePath().getParent());
        write(png, drawing.png());
    }

    /** Makes the folder with its parents: a run should fail before it has sampled for an hour. */
    static Path createFolder(Path folder) {
        return on(folder, () -> Files.createDirectories(folder));
    }

    /** Does something with a file, which the exception names if it cannot be done. */
    static <T> T on(Path file, Work<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new OutputException(file, e);
        }
    }

    static void on(Path file, Action action) {
        on(
                file,
                () -> {
                    action.run();
                    return file;
                });
    }
}
