package dev.eqm.models.weights.torch;

import dev.eqm.core.store.AtomicFile;
import dev.eqm.core.store.LfsPointer;
import dev.eqm.core.store.TensorFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A PyTorch checkpoint as {@code torch.save} writes it: a ZIP since 1.6, a chain of pickles and
 * storages before; both are read, the ZIP is written.
 *
 * <p>Values are plain and immutable: {@code Map} with String or Long keys (dict, OrderedDict),
 * {@code List} (list, tuple, torch.Size), {@code String}, {@code Long} ({@code BigInteger} beyond
 * 64 bits), {@code Double}, {@code Boolean}, {@code null}, {@link Namespace}, and {@link
 * TorchTensor}, whose numbers stay in the file until they are read.
 *
 * <pre>{@code
 * try (TorchFile file = TorchFile.open(path)) {
 *     TensorData table = ((TorchTensor) ((Map<?, ?>) file.root()).get("pos_embed")).read();
 * }
 * }</pre>
 *
 * <p>Owns the open file. What is not there when it is opened (a storage, a byte of one) is found
 * then, damage of a storage when it is first read.
 */
public final class TorchFile implements AutoCloseable {
    private final Archive archive;
    private final Object root;

    private TorchFile(Archive archive) {
        this.archive = archive;
        this.root = archive.root();
    }

    /**
     * Opens a checkpoint and reads all of it but the tensors' numbers.
     *
     * <p>A file that begins with the pickled magic number is of the format before 1.6; every other
     * must end as a ZIP does. Its name does not matter.
     *
     * @throws TensorFileException for whatever is not a whole checkpoint of tensors and plain
     *     values; nothing in the file is ever run
     */
    public static TorchFile open(Path path) {
        LfsPointer.refuse(path);
        try {
            FileBytes file = new FileBytes(path, FileChannel.open(path, StandardOpenOption.READ));
            try {
                boolean legacy = TorchFormats.isLegacy(file);
                return new TorchFile(legacy ? new LegacyRecords(file) : new Records(file));
            } catch (RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            throw TensorFileException.unreadable(path, e);
        }
    }

    /**
     * Writes a checkpoint that {@code torch.load(weights_only=True)} opens, through {@link
     * AtomicFile}. The same input gives the same bytes.
     *
     * @param root of the types above, without TorchTensor and Namespace (which {@code weights_only}
     *     refuses) and with {@link dev.eqm.core.store.TensorData} for tensors; one that is met
     *     twice is stored once
     * @throws IllegalArgumentException for other types, before anything is written
     */
    public static void write(Path path, Object root) {
        Pickler pickle = Pickler.of(root);
        String top = path.getFileName().toString().replaceFirst("\\.[A-Za-z0-9]{1,8}$", "");
        try {
            AtomicFile.write(path, file -> ZipWriter.write(file, top, pickle));
        } catch (IOException e) {
            throw TensorFileException.unwritable(path, e);
        }
    }

    /**
     * What was saved.
     *
     * <p>Immutable, of the types that the class lists; tensors in it can be read until {@link
     * #close}.
     */
    public Object root() {
        return root;
    }

    /** Closes the file; maps of tensors that were read stay valid. */
    @Override
    public void close() {
        try {
            archive.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing a checkpoint", e);
        }
    }
}
