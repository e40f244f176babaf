package dev.eqm.sample.output;

import dev.eqm.core.store.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
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
        OutputException.createFolder(target.toAbsolutePath().getParent());
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
                part, "is gone, so the run cannot go on; start it again in an empty folder");
    }

    private void open(StandardOpenOption... how) {
        try {
            Set<StandardOpenOption> options = new HashSet<>(List.of(how));
            options.add(StandardOpenOption.READ);
            options.add(StandardOpenOption.WRITE);
            file = FileChannel.open(part, options);
        } catch (IOException e) {
            throw new OutputException(part, e);
        }
    }

    /** Cuts off what lies behind {@code length} bytes; refuses a file that is shorter. */
    public void cut(long length) {
        try {
            if (file.size() < length) {
                throw new OutputException(
                        part,
                        "has %d bytes, the run knows of %d; start it again in an empty folder"
                                .formatted(file.size(), length));
            }
            file.truncate(length).position(length);
        } catch (IOException e) {
            throw new OutputException(part, e);
        }
    }

    /** Bytes so far. */
    public long length() {
        try {
            return file.size();
        } catch (IOException e) {
            throw new OutputException(part, e);
        }
    }

    /** Writes at the end. */
    public void append(byte... bytes) {
        try {
            file.position(file.size());
            write(ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            throw new OutputException(part, e);
        }
    }

    /** Overwrites bytes that are there. */
    public void patch(long at, byte... bytes) {
        try {
            file.position(at);
            write(ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            throw new OutputException(part, e);
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    /**
     * Fills {@code into} from a place of the file; returns how many bytes came, fewer at its end.
     */
    public int read(long at, byte[] into) {
        ByteBuffer buffer = ByteBuffer.wrap(into);
        try {
            while (buffer.hasRemaining() && file.read(buffer, at + buffer.position()) >= 0) {
                // goes on until full or at the end
            }
            return buffer.position();
        } catch (IOException e) {
            throw new OutputException(part, e);
        }
    }

    /** All that has been written survives a crash. */
    public void sync() {
        try {
            if (isOpen()) {
                file.force(true);
                AtomicFile.forceFolder(part.toAbsolutePath().getParent());
            }
        } catch (IOException e) {
            throw new OutputException(part, e);
        }
    }

    /** The part becomes the complete file. */
    public void complete() {
        try {
            file.force(true);
            file.close();
            Files.move(
                    part,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            AtomicFile.forceFolder(target.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new OutputException(target, e);
        }
    }

    /** Deletes the part: the complete file was made of it. */
    public void delete() {
        try {
            file.close();
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw new OutputException(part, e);
        }
    }

    /** Leaves the part to another process. */
    @Override
    public void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw new OutputException(part, e);
        }
    }
}
