package dev.eqm.train.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A TFRecord file being written. A record is its length (uint64), the masked CRC-32C of the length,
 * the data, the masked CRC-32C of the data; all little-endian.
 */
final class RecordFile implements Closeable {
    private static final int MASK_DELTA = 0xA282EAD8;

    private final FileChannel file;

    /** Creates the file, which must not be there yet. */
    RecordFile(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** One record in one buffer, so that a reader meets few that are half-written. */
    void append(byte[] data) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(data.length + 16).order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(data.length);
        record.putInt(maskedCrc(record.array(), 8));
        record.put(data).putInt(maskedCrc(data, data.length)).flip();
        while (record.hasRemaining()) {
            file.write(record);
        }
    }

    /** Rotated and shifted, so that the CRC of data that hold CRCs stays a good one. */
    private static int maskedCrc(byte[] data, int length) {
        CRC32C crc = new CRC32C();
        crc.update(data, 0, length);
        int value = (int) crc.getValue();
        return Integer.rotateRight(value, 15) + MASK_DELTA;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
