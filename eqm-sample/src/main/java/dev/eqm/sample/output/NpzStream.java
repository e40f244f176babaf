package dev.eqm.sample.output;

import dev.eqm.core.store.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * An .npz file whose first array, {@code arr_0}, comes row by row: 50,000 images of 256x256 are 10
 * GB, more than memory and more than one array of {@link dev.eqm.core.store.Npz}. The second,
 * {@code labels} (int64, [N]), is known from the start.
 *
 * <p>Rows go straight to their place in {@code NAME.part}, a ZIP whose checksum is still 0; {@link
 * #finish} reads the rows once more for the checksum and renames the file. A subclass makes bytes
 * of what it accepts, little-endian and row-major, and {@linkplain #append appends} them.
 */
abstract class NpzStream extends PartSink {
    private static final int ALIGNMENT = 64;
    private static final int PREFIX = 10; // magic, version, length of the header
    private static final String ROWS = "arr_0.npy";
    private static final String LABELS = "labels.npy";

    private final long[] labels;
    private final byte[] header; // of arr_0
    private final long rowBytes;

    /**
     * Touches nothing but the folder, which it creates if needed.
     *
     * @param labels of all rows that will come
     * @param row the shape of one row, such as [H, W, C]
     */
    NpzStream(Path target, DType dtype, long[] labels, long... row) {
        super(target, labels.length);
        this.labels = labels.clone();
        long[] all = new long[row.length + 1];
        all[0] = labels.length;
        System.arraycopy(row, 0, all, 1, row.length);
        this.header = header(dtype, all);
        this.rowBytes = Arrays.stream(row).reduce(dtype.size(), Math::multiplyExact);
    }

    @Override
    byte[] head() {
        byte[] zip = StoredZip.header(entry(0));
        byte[] both = Arrays.copyOf(zip, zip.length + header.length);
        System.arraycopy(header, 0, both, zip.length, header.length);
        return both;
    }

    @Override
    long lengthAfter(int done) {
        return head().length + done * rowBytes;
    }

    @Override
    void complete() {
        long end = lengthAfter(labels.length);
        long length = file.isOpen() ? file.length() : 0;
        if (length < end) {
            throw new OutputException(
                    file.target(),
                    "the array is incomplete: %d bytes are missing".formatted(end - length));
        }
        file.cut(end);
        StoredZip.Entry rows = entry(checksum(end));
        file.patch(0, StoredZip.header(rows));
        byte[] content = labelArray();
        CRC32 crc = new CRC32();
        crc.update(content);
        StoredZip.Entry second = new StoredZip.Entry(LABELS, end, content.length, crc.getValue());
        file.append(StoredZip.header(second));
        file.append(content);
        file.append(StoredZip.directory(List.of(rows, second), file.length()));
        file.complete();
    }

    private StoredZip.Entry entry(long crc) {
        return new StoredZip.Entry(ROWS, 0, header.length + labels.length * rowBytes, crc);
    }

    /** Of all that stands behind the ZIP's own header: the array with its head. */
    private long checksum(long end) {
        CRC32 crc = new CRC32();
        byte[] piece = new byte[1 << 20];
        for (long at = (long) head().length - header.length; at < end; at += piece.length) {
            crc.update(piece, 0, (int) Math.min(file.read(at, piece), end - at));
        }
        return crc.getValue();
    }

    private byte[] labelArray() {
        byte[] head = header(DType.I64, labels.length);
        ByteBuffer all =
                ByteBuffer.allocate(head.length + Long.BYTES * labels.length)
                        .order(ByteOrder.LITTLE_ENDIAN);
        all.put(head).asLongBuffer().put(labels);
        return all.array();
    }

    /** Version 1.0, which every reader knows: magic, length (little-endian), a Python dict, \n. */
    private static byte[] header(DType dtype, long... shape) {
        String sizes = Arrays.stream(shape).mapToObj(n -> n + ",").collect(Collectors.joining(" "));
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
