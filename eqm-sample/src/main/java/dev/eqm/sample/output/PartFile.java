package dev.eqm.sample.output;

import dev.eqm.core.store.AtomicFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * {@code NAME.part}: what a run has of a file that is not complete. It grows at its end, and
 * another process goes on where it was last {@linkplain #sync synced}.
 */
public final class PartFile implements AutoCloseable {
    private final Path target;
    private final Path part;
    private FileChannel file;

    /**
     * Touches nothing but the folder, which it creates if needed.
     *
     * @param target the complete file
     */
    public PartFile(Path target) {
        OutputFiles.createFolder(target.toAbsolutePath().getParent());
        this.target = target;
        this.part = target.resolveSibling(target.getFileName() + ".part");
    }

    /** The complete file. */
    public Path target() {
        return target;
    }

    /** False before {@link #start} and {@link #resume}, and after {@link #close}. */
    public boolean isOpen() {
        return file != null && file.isOpen();
    }

    /** Starts anew. */
    public void start() {
        open(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /**
     * Goes on.
     *
     * @param all whether all samples had come: then the file may already be complete
     * @return false if it is: there is nothing to go on with
     * @throws OutputException if the part is not there but should be
     */
    public boolean resume(boolean all) {
        if (Files.exists(part)) {
            open();
            return true;
        }
        if (all && Files.exists(target)) {
            return false;
        }
        throw new OutputException(
                part,
                "has disappeared, so the run cannot continue; start it again in an empty folder");
    }

    private void open(StandardOpenOption... how) {
        Set<StandardOpenOption> options =
                EnumSet.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
        options.addAll(List.of(how));
        file = OutputFiles.on(part, () -> FileChannel.open(part, options));
    }

    /** Cuts off what lies behind {@code length} bytes; refuses a file that is shorter. */
    public void cut(long length) {
        if (length() < length) {
            throw new OutputException(
                    part,
                    "has %d bytes, but the run recorded %d; start it again in an empty folder"
                            .formatted(length(), length));
        }
        OutputFiles.on(part, () -> file.truncate(length));
    }

    /** Bytes so far. */
    public long length() {
        return OutputFiles.on(part, () -> file.size());
    }

    /** Writes at the end. */
    public void append(byte... bytes) {
        patch(length(), bytes);
    }

    /** Overwrites bytes that are there, and goes on behind them if there are more. */
    public void patch(long at, byte... bytes) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        OutputFiles.on(
                part,
                () -> {
                    while (rest.hasRemaining()) {
                        file.write(rest, at + rest.position());
                    }
                });
    }

    /**
     * Fills {@code into} from a place of the file; returns how many bytes came, fewer at its end.
     */
    public int read(long at, byte[] into) {
        ByteBuffer buffer = ByteBuffer.wrap(into);
        return OutputFiles.on(
                part,
                () -> {
                    while (buffer.hasRemaining()
                            && file.read(buffer, at + buffer.position()) >= 0) {
                        // goes on until full or at the end
                    }
                    return buffer.position();
                });
    }

    /** All that has been written survives a crash. */
    public void sync() {
        if (isOpen()) {
            OutputFiles.on(
                    part,
                    () -> {
                        file.force(true);
                        AtomicFile.forceFolder(part.toAbsolutePath().getParent());
                    });
        }
    }

    /** The part becomes the complete file. */
    public void complete() {
        OutputFiles.on(
                target,
                () -> {
                    file.force(true);
                    file.close();
                    Files.move(
                            part,
                            target,
                            StandardCopyOption.ATOMIC_MOVE,
                            StandardCopyOption.REPLACE_EXISTING);
                    AtomicFile.forceFolder(target.toAbsolutePath().getParent());
                });
    }

    /** Deletes the part: the complete file was made of it. */
    public void delete() {
        close();
        OutputFiles.on(part, () -> Files.deleteIfExists(part));
    }

    /** Leaves the part to another process. */
    @Override
    public void close() {
        if (file != null) {
            OutputFiles.on(part, () -> file.close());
        }
    }
}
