package dev.eqm.models.weights.torch;

import dev.eqm.core.store.TensorData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Writes the ZIP of a checkpoint: stored entries whose bytes begin at multiples of 64, as PyTorch
 * lays them out. Places and counts that do not fit the old fields go into ZIP64 ones.
 *
 * <p>Entries: {@code TOP/data.pkl}, {@code TOP/byteorder} (little), {@code TOP/data/0} and on,
 * {@code TOP/version} (3). They carry a checksum and no time, so equal values give equal bytes.
 */
final class ZipWriter {
    private static final int ALIGNMENT = 64;
    private static final int UTF8 = 0x0800;
    private static final short PADDING = 0x4246; // the extra field that PyTorch pads with, "FB"
    private static final long NARROW = 0xFFFFFFFFL;
    private static final int FEW = 0xFFFF;

    private final FileChannel file;
    private final String top;
    private final List<ZipRecord> written = new ArrayList<>();
    private long position;

    private ZipWriter(FileChannel file, String top) throws IOException {
        this.file = file;
        this.top = top;
        this.position = file.position();
    }

    /**
     * Writes the whole ZIP.
     *
     * @param file is written from its position on and stays open
     * @param top the folder of all entries
     */
    static void write(FileChannel file, String top, Pickler pickle) throws IOException {
        ZipWriter zip = new ZipWriter(file, top);
        zip.entry("data.pkl", ByteBuffer.wrap(pickle.bytes()));
        zip.entry("byteorder", ascii("little"));
        int key = 0;
        for (TensorData storage : pickle.storages()) {
            zip.entry("data/" + key++, storage.buffer());
        }
        zip.entry("version", ascii("3\n"));
        zip.directory();
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void entry(String name, ByteBuffer content) throws IOException {
        String full = top + "/" + name;
        byte[] bytes = full.getBytes(StandardCharsets.UTF_8);
        CRC32 crc = new CRC32();
        crc.update(content.duplicate());
        int size = content.remaining(); // below 2 GiB: never ZIP64
        long header = position;
        long bare = header + 30 + bytes.length + 4;
        int padding = (int) ((ALIGNMENT - bare % ALIGNMENT) % ALIGNMENT);
        ByteBuffer local = buffer(30 + bytes.length + 4 + padding);
        local.putInt(0x04034b50).putShort((short) 20).putShort((short) UTF8);
        local.putShort((short) 0).putInt(0); // stored; no time
        local.putInt((int) crc.getValue()).putInt(size).putInt(size);
        local.putShort((short) bytes.length).putShort((short) (4 + padding)).put(bytes);
        local.putShort(PADDING).putShort((short) padding);
        put(local.rewind());
        written.add(new ZipRecord(full, header, position, size, (int) crc.getValue()));
        put(content);
    }

    private void directory() throws IOException {
        long begin = position;
        for (ZipRecord record : written) {
            put(central(record));
        }
        long size = position - begin;
        if (begin >= NARROW || size >= NARROW || written.size() >= FEW) {
            put(end64(begin, size));
        }
        ByteBuffer end = buffer(22);
        end.putInt(0x06054b50).putShort((short) 0).putShort((short) 0);
        short count = (short) Math.min(written.size(), FEW);
        end.putShort(count).putShort(count);
        end.putInt((int) Math.min(size, NARROW)).putInt((int) Math.min(begin, NARROW));
        put(end.rewind());
    }

    /** The directory's entry; a header beyond 4 GiB takes a ZIP64 field of 12 bytes. */
    private static ByteBuffer central(ZipRecord record) {
        byte[] name = record.name().getBytes(StandardCharsets.UTF_8);
        boolean far = record.header() >= NARROW;
        ByteBuffer out = buffer(46 + name.length + (far ? 12 : 0));
        short version = (short) (far ? 45 : 20);
        out.putInt(0x02014b50).putShort(version).putShort(version).putShort((short) UTF8);
        out.putShort((short) 0).putInt(0).putInt(record.crc());
        out.putInt((int) record.size()).putInt((int) record.size());
        out.putShort((short) name.length).putShort((short) (far ? 12 : 0));
        out.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
        out.putInt((int) Math.min(record.header(), NARROW)).put(name);
        if (far) {
            out.putShort((short) 1).putShort((short) 8).putLong(record.header());
        }
        return out.rewind();
    }

    /** The ZIP64 end of 56 bytes and its locator of 20, in one buffer. */
    private ByteBuffer end64(long begin, long size) {
        long place = position;
        ByteBuffer out = buffer(56 + 20);
        out.putInt(0x06064b50).putLong(44).putShort((short) 45).putShort((short) 45);
        out.putInt(0).putInt(0).putLong(written.size()).putLong(written.size());
        out.putLong(size).putLong(begin);
        out.putInt(0x07064b50).putInt(0).putLong(place).putInt(1);
        return out.rewind();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void put(ByteBuffer bytes) throws IOException {
        position += bytes.remaining();
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }
}
