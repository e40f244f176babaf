package dev.eqm.sample.output;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The records around uncompressed ZIP entries (APPNOTE 6.3), always in their 64-bit form: one way
 * to write small and large files. {@code java.util.zip} cannot go on with a file that another
 * process began.
 */
final class StoredZip {
    private static final int MAGIC = 0xFFFFFFFF; // "see the 64-bit field"
    private static final short VERSION = 45; // the first with 64-bit fields
    private static final int DAY = 1 << 5 | 2; // 2 January 1980: the same samples, the same bytes
    private static final int LOCAL = 30;
    private static final int LOCAL_EXTRA = 20;
    private static final int CENTRAL = 46;
    private static final int CENTRAL_EXTRA = 28;
    private static final int END = 56 + 20 + 22;

    /**
     * One entry.
     *
     * @param offset where its local header begins
     * @param size of its content in bytes
     * @param crc of its content
     */
    record Entry(String name, long offset, long size, long crc) {
        private byte[] text() {
            return name.getBytes(StandardCharsets.US_ASCII);
        }
    }

    private StoredZip() {}

    /** What stands before the content. */
    static byte[] header(Entry entry) {
        byte[] name = entry.text();
        byte[] all = new byte[LOCAL + name.length + LOCAL_EXTRA];
        ByteBuffer out = over(all);
        out.putInt(0x04034b50);
        common(out, entry, name.length, LOCAL_EXTRA);
        out.put(name);
        out.putShort((short) 1).putShort((short) (LOCAL_EXTRA - 4));
        out.putLong(entry.size()).putLong(entry.size());
        return all;
    }

    /** What stands behind the last content: the directory and its end. */
    static byte[] directory(List<Entry> entries, long offset) {
        int size = entries.stream().mapToInt(e -> CENTRAL + e.text().length + CENTRAL_EXTRA).sum();
        byte[] all = new byte[size + END];
        ByteBuffer out = over(all);
        for (Entry entry : entries) {
            byte[] name = entry.text();
            out.putInt(0x02014b50).putShort(VERSION);
            common(out, entry, name.length, CENTRAL_EXTRA);
            out.putShort((short) 0).putShort((short) 0).putShort((short) 0); // comment, disk, text
            out.putInt(0).putInt(MAGIC); // attributes, offset
            out.put(name);
            out.putShort((short) 1).putShort((short) (CENTRAL_EXTRA - 4));
            out.putLong(entry.size()).putLong(entry.size()).putLong(entry.offset());
        }
        long count = entries.size();
        out.putInt(0x06064b50).putLong(44).putShort(VERSION).putShort(VERSION);
        out.putInt(0).putInt(0).putLong(count).putLong(count).putLong(size).putLong(offset);
        out.putInt(0x07064b50).putInt(0).putLong(offset + size).putInt(1);
        out.putInt(0x06054b50).putShort((short) 0).putShort((short) 0);
        out.putShort((short) count).putShort((short) count).putInt(MAGIC).putInt(MAGIC);
        out.putShort((short) 0);
        return all;
    }

    private static void common(ByteBuffer out, Entry entry, int name, int extra) {
        out.putShort(VERSION).putShort((short) 0).putShort((short) 0); // flags, method: stored
        out.putShort((short) 0).putShort((short) DAY);
        out.putInt((int) entry.crc()).putInt(MAGIC).putInt(MAGIC);
        out.putShort((short) name).putShort((short) extra);
    }

    private static ByteBuffer over(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
