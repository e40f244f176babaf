package dev.eqm.core.store;

import static dev.eqm.core.store.TensorFileException.require;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * numpy's .npz archives: a ZIP of .npy arrays, read as {@code numpy.load} reads them and written as
 * {@code numpy.savez} does.
 *
 * <p>Reads stored and deflated entries, either byte order, row- and column-major; object,
 * structured, complex and text arrays are refused by name. Checksums are verified. Object arrays
 * are pickles, programs that numpy itself runs only when told to; here nothing can run them.
 */
public final class Npz {
    private static final String SUFFIX = ".npy";

    /** Not the first of January: for that one Java notes the local time zone as well. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 2, 0, 0);

    private Npz() {}

    /** All arrays in the archive's order, names without ".npy". */
    public static Map<String, TensorData> read(Path path) {
        return read(path, path);
    }

    /**
     * The same from a stream such as a class-path resource, which {@code name} stands for in
     * messages; the caller closes it. It goes through a temporary file, because only the end of a
     * ZIP tells what should be in it.
     */
    public static Map<String, TensorData> read(InputStream in, String name) {
        try {
            Path copy = Files.createTempFile("eqm", ".npz");
            try {
                Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
                return read(copy, name);
            } finally {
                Files.delete(copy);
            }
        } catch (IOException e) {
            throw TensorFileException.unreadable(name, e);
        }
    }

    /**
     * Writes arrays in the map's order, uncompressed, through {@link AtomicFile}. The same input
     * gives the same bytes.
     */
    public static void write(Path path, Map<String, TensorData> arrays) {
        arrays.values().forEach(a -> a.dtype().numpyDescr()); // refuses BF16 before a file exists
        try {
            AtomicFile.write(
                    path,
                    file -> {
                        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file));
                        ZipOutputStream zip = new ZipOutputStream(out); // closing is not ours
                        for (Map.Entry<String, TensorData> entry : arrays.entrySet()) {
                            writeEntry(zip, entry.getKey() + SUFFIX, entry.getValue());
                        }
                        zip.finish();
                        out.flush();
                    });
        } catch (IOException e) {
            throw TensorFileException.unwritable(path, e);
        }
    }

    /** Stored, not deflated: the size and the checksum must then stand before the data. */
    private static void writeEntry(ZipOutputStream zip, String name, TensorData array)
            throws IOException {
        byte[] head = NpyHeader.write(array);
        CRC32 crc = new CRC32();
        crc.update(head);
        crc.update(array.buffer());
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize((long) head.length + array.buffer().remaining());
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        zip.write(head);
        Channels.newChannel(zip).write(array.buffer());
        zip.closeEntry();
    }

    /** What {@code path} holds; messages call it {@code file}. */
    private static Map<String, TensorData> read(Path path, Object file) {
        String pointer = LfsPointer.problem(path);
        require(file, pointer.isEmpty(), "%s", pointer);
        Map<String, TensorData> arrays = new LinkedHashMap<>();
        require(
                file,
                !Npy.isOne(path),
                "is a single numpy array (.npy), not an archive of named arrays (.npz): "
                        + "convert it with numpy.savez(\"NAME.npz\", images=numpy.load(\"NAME.npy\"))");
        try (ZipFile zip = new ZipFile(path.toFile())) {
            for (ZipEntry entry : entries(zip, file)) {
                String name = entry.getName();
                // .pt files and others are ZIPs, too
                boolean npy = name.endsWith(SUFFIX);
                require(
                        file,
                        npy,
                        "entry '%s' is not a .npy array, so this is not an .npz file",
                        name);
                String key = name.substring(0, name.length() - SUFFIX.length());
                boolean first = arrays.put(key, readEntry(zip, entry, file, key)) == null;
                require(file, first, "tensor '%s': appears twice; write the file again", key);
            }
        } catch (ZipException e) {
            String other = FileKind.instead(path, "an .npz file", FileKind.ZIP);
            require(file, other.isEmpty(), "%s; use an .npz file", other);
            throw new TensorFileException(
                    file, "cannot be read as .npz (" + e.getMessage() + "); copy it again", e);
        } catch (IOException e) {
            throw TensorFileException.unreadable(file, e);
        }
        return Collections.unmodifiableMap(arrays);
    }

    private static List<? extends ZipEntry> entries(ZipFile zip, Object file) {
        try {
            return Collections.list(zip.entries());
        } catch (IllegalArgumentException e) { // how ZipFile says that a name is not UTF-8
            throw new TensorFileException(file, "damaged entry name; copy the file again", e);
        }
    }

    /** One array; ZipFile itself verifies no checksum. */
    private static TensorData readEntry(ZipFile zip, ZipEntry entry, Object file, String key) {
        CRC32 crc = new CRC32();
        try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), crc)) {
            TensorData array = Npy.read(in);
            String rule = "tensor '%s': wrong checksum, the file is damaged; copy it again";
            require(file, crc.getValue() == entry.getCrc(), rule, key);
            return array;
        } catch (IOException e) {
            throw TensorFileException.ofTensor(
                    file, key, "damaged (" + e.getMessage() + "); copy the file again");
        } catch (IllegalArgumentException e) {
            throw TensorFileException.ofTensor(file, key, e.getMessage());
        }
    }
}
