package dev.eqm.sample.generate;

import dev.eqm.core.store.DType;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The one array {@code arr_0} of an .npz file, written as it comes: 50,000 images of 256x256 are 10
 * GB, more than memory and more than one array of {@link dev.eqm.core.store.Npz}.
 *
 * <p>Written to {@code NAME.part} and renamed by {@link #finish}. The entry is deflated at level 0,
 * which needs neither its size nor its checksum beforehand.
 */
final class NpzStream implements AutoCloseable {
    private static final int ALIGNMENT = 64;
    private static final int PREFIX = 10; // magic, version, length of the header
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Path target;
    private final Path part;
    private final FileChannel file;
    private final ZipOutputStream zip;
    private long missing;

    NpzStream(Path target, DType dtype, long... shape) {
        this.target = target;
        this.part = target.resolveSibling(target.getFileName() + ".part");
        this.missing = Arrays.stream(shape).reduce(dtype.size(), Math::multiplyExact);
        try {
            this.file =
                    FileChannel.open(
                            part,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE);
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16);
            this.zip = new ZipOutputStream(out);
            zip.setLevel(Deflater.NO_COMPRESSION);
            ZipEntry entry = new ZipEntry("arr_0.npy");
            entry.setTimeLocal(NO_TIME); // the same samples give the same bytes
            zip.putNextEntry(entry);
            zip.write(header(dtype, shape));
        } catch (IOException e) {
            throw new OutputException(target, e);
        }
    }

    /** The next bytes, little-endian, row-major. */
    void write(byte[] bytes) {
        try {
            zip.write(bytes);
            missing -= bytes.length;
        } catch (IOException e) {
            throw new OutputException(target, e);
        }
    }

    /** Completes and renames the file. */
    void finish() {
        if (missing != 0) {
            throw new OutputException(
                    target, "the array should have ended, but misses " + missing + " bytes");
        }
        try {
            zip.closeEntry();
            zip.finish();
            zip.flush();
            file.force(true);
            file.close();
            Files.move(
                    part,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new OutputException(target, e);
        }
    }

    /** Deletes what {@link #finish} has not completed. */
    @Override
    public void close() {
        try {
            file.close();
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw new OutputException(part, e);
        }
    }

    /** Version 1.0, which every reader knows: magic, length (little-endian), a Python dict, \n. */
    private static byte[] header(DType dtype, long[] shape) {
        String sizes =
                Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
        String dict =
                "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }"
                        .formatted(dtype.numpyDescr(), sizes);
        int end = PREFIX + dict.length() + 1;
        int total = (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] bytes = new byte[total];
        Arrays.fill(bytes, (byte) ' ');
        byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
        System.arraycopy(magic, 0, bytes, 0, magic.length);
        bytes[8] = (byte) (total - PREFIX);
        bytes[9] = (byte) ((total - PREFIX) >> 8);
        byte[] text = dict.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, bytes, PREFIX, text.length);
        bytes[total - 1] = '\n';
        return bytes;
    }
}
