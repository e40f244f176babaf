package dev.eqm.core.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Files that are either as before or completely new, whenever the process or the machine stops.
 *
 * <p>The content goes to {@code NAME.part} beside the target, is forced to the disk and renamed. A
 * file that someone has mapped keeps its old content that way; written in place it would crash the
 * reader. A killed process may leave a {@code .part} behind, which the next write replaces; two
 * writers of one target at a time are a mistake of the caller.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes the content from the start of an empty file; it does not close the channel. */
    @FunctionalInterface
    public interface Content {
        void writeTo(FileChannel file) throws IOException;
    }

    /** Creates or replaces {@code target}, whose folder must exist; on failure nothing changes. */
    public static void write(Path target, Content content) throws IOException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            try (FileChannel file =
                    FileChannel.open(
                            part,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                content.writeTo(file);
                file.force(true);
            }
            Files.move(
                    part,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        forceFolder(target.toAbsolutePath().getParent());
    }

    /** The same for content that is in memory already. */
    public static void write(Path target, byte[] content) throws IOException {
        write(
                target,
                file -> {
                    ByteBuffer left = ByteBuffer.wrap(content);
                    while (left.hasRemaining()) {
                        file.write(left);
                    }
                });
    }

    /** Makes renames in a folder durable; Windows has no such call and does not open folders. */
    public static void forceFolder(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
