package dev.eqm.models.weights.torch;

import static dev.eqm.core.check.Check.broken;

import dev.eqm.core.store.DType;
import dev.eqm.core.store.TensorFileException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;

/**
 * The records of an open checkpoint: {@code top/data.pkl}, {@code top/data/KEY} and so on.
 *
 * <p>TOP is what {@code torch.save} made of the name of the file, and there is one. {@code
 * byteorder} is looked at, {@code version} and other entries are not. A storage takes exactly the
 * bytes of its elements.
 */
final class Records implements Archive {
    // 16 MiB
    private static final long MAX_PICKLE = 1 << 24;
    private static final int PIECE = 1 << 16;

    private final FileBytes file;
    private final Map<String, ZipRecord> all;
    private final String top;
    private final Set<String> verified = ConcurrentHashMap.newKeySet();

    Records(FileBytes file) {
        this.file = file;
        this.all = new ZipDirectory(file).read();
        this.top = top();
    }

    private String top() {
        String found = "";
        for (String name : all.keySet()) {
            if (name.endsWith("/data.pkl") && name.indexOf('/') == name.lastIndexOf('/')) {
                if (!found.isEmpty()) {
                    throw error(
                            "contains both %s/data.pkl and %s: nested checkpoints are not supported",
                            found, name);
                }
                found = name.substring(0, name.indexOf('/'));
            }
        }
        if (found.isEmpty()) {
            throw error("is a ZIP archive without TOP/data.pkl: not a PyTorch checkpoint");
        }
        String prefix = found + "/";
        if (all.keySet().stream().anyMatch(TorchFormats::isOfProgram)) {
            throw error(TorchFormats.PROGRAM);
        }
        requireLittleEndian(prefix + "byteorder");
        return found;
    }

    private void requireLittleEndian(String name) {
        ZipRecord record = all.get(name);
        if (record == null) {
            return; // before PyTorch 2.1: the machine's order, little on all that matter
        }
        byte[] bytes = record.size() > 16 ? new byte[] {'?'} : bytes(record);
        String order = new String(bytes, StandardCharsets.US_ASCII);
        if (!order.equals("little")) {
            throw error(
                    "has byte order '%s', but only little is supported; save it again on a little-endian machine",
                    order);
        }
    }

    /**
     * The pickle, its checksum compared.
     *
     * @throws TensorFileException if it is damaged, or longer than 16 MiB
     */
    ByteBuffer pickle() {
        ZipRecord record = all.get(top + "/data.pkl");
        if (record.size() > MAX_PICKLE) {
            throw error(
                    "data.pkl has %d bytes, but at most %d are supported",
                    record.size(), MAX_PICKLE);
        }
        verify(record);
        return ByteBuffer.wrap(bytes(record));
    }

    private byte[] bytes(ZipRecord record) {
        return file.read(record.begin(), (int) record.size());
    }

    /** Reads the pickle anew at each call; {@link TorchFile} asks once. */
    @Override
    public Object root() {
        return Unpickler.read(file.path(), pickle(), new Calls(this::storage, false));
    }

    /**
     * The storage of a key.
     *
     * @throws IllegalArgumentException if there is none, or not of that size
     */
    Storage storage(DType dtype, String key, long count) {
        ZipRecord record = all.get(entry(key));
        if (record == null) {
            throw broken("storage %s is not in the file; copy it again", Nodes.quoted(key));
        }
        long expected = Archive.byteCount(dtype, key, count);
        if (record.size() != expected) {
            throw broken(
                    "storage %s of %s %s needs %s bytes, but the file has %s; copy it again",
                    Nodes.quoted(key), count, dtype, expected, record.size());
        }
        return new Storage(this, key, dtype, 0, count);
    }

    private String entry(String key) {
        return top + "/data/" + key;
    }

    @Override
    public ByteBuffer numbers(Storage storage, long at, int bytes) {
        ZipRecord record = all.get(entry(storage.key()));
        verify(record);
        return file.map(record.begin() + at, bytes);
    }

    /**
     * Compares the checksum of a record, once.
     *
     * <p>In pieces, so that a storage of gigabytes takes no memory of that size. A checksum of 0
     * was left out by the writer.
     */
    private void verify(ZipRecord record) {
        if (record.crc() == 0 || verified.contains(record.name())) {
            return;
        }
        CRC32 crc = new CRC32();
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(record.size(), PIECE));
        for (long at = record.begin(); at < record.end(); at += piece.limit()) {
            piece.clear().limit((int) Math.min(piece.capacity(), record.end() - at));
            file.fill(piece, at);
            crc.update(piece.flip());
        }
        if ((int) crc.getValue() != record.crc()) {
            throw error("%s: wrong checksum, the file is damaged; copy it again", record.name());
        }
        verified.add(record.name());
    }

    @Override
    public FileBytes file() {
        return file;
    }
}
