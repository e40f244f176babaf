package dev.eqm.models.weights.torch;

import dev.eqm.core.store.TensorFileException;
import java.nio.ByteBuffer;

/**
 * What the end of a ZIP says of its directory.
 *
 * <p>It lies at the end of the file, before a comment of up to 65,535 bytes, so it is searched
 * backwards. If a ZIP64 locator stands before it, the numbers are those of the ZIP64 record. The
 * directory must end where the first of these records begins.
 *
 * @param begin of the directory
 * @param size of it in bytes
 * @param count of entries
 */
record ZipEnd(long begin, long size, long count) {
    private static final int END = 0x06054b50;
    private static final int END_SIZE = 22;
    private static final int MAX_COMMENT = 0xFFFF;
    private static final int LOCATOR = 0x07064b50;
    private static final int LOCATOR_SIZE = 20;
    private static final int END64 = 0x06064b50;
    private static final int END64_SIZE = 56;

    /**
     * @throws TensorFileException if there is none, or it is damaged or of a ZIP in several parts
     */
    static ZipEnd find(FileBytes file) {
        int size = (int) Math.min(file.size(), END_SIZE + MAX_COMMENT + LOCATOR_SIZE);
        long start = file.size() - size;
        ByteBuffer tail = file.little(start, size);
        for (int at = size - END_SIZE; at >= 0; at--) {
            boolean fits =
                    tail.getInt(at) == END
                            && Short.toUnsignedInt(tail.getShort(at + 20)) == size - END_SIZE - at;
            if (fits) {
                ZipEnd end = at(file, tail, at, start);
                end.requireBefore(file, end64(tail, at) ? end64Place(tail, at) : start + at);
                return end;
            }
        }
        throw file.error("%s", TorchFormats.notAZip(file));
    }

    private static boolean end64(ByteBuffer tail, int at) {
        return at >= LOCATOR_SIZE && tail.getInt(at - LOCATOR_SIZE) == LOCATOR;
    }

    private static long end64Place(ByteBuffer tail, int at) {
        return tail.getLong(at - LOCATOR_SIZE + 8);
    }

    private static ZipEnd at(FileBytes file, ByteBuffer tail, int at, long start) {
        if (tail.getShort(at + 4) != 0 && tail.getShort(at + 4) != -1) {
            throw file.error("is a ZIP archive in several parts; join them first");
        }
        if (!end64(tail, at)) {
            return new ZipEnd(
                    Integer.toUnsignedLong(tail.getInt(at + 16)),
                    Integer.toUnsignedLong(tail.getInt(at + 12)),
                    Short.toUnsignedInt(tail.getShort(at + 10)));
        }
        long place = end64Place(tail, at);
        if (place < 0 || place > start + at - LOCATOR_SIZE - END64_SIZE) {
            throw file.error("its ZIP64 end is outside of the file; copy it again");
        }
        ByteBuffer end = file.little(place, END64_SIZE);
        if (end.getInt(0) != END64) {
            throw file.error("its ZIP64 end is damaged; copy it again");
        }
        return new ZipEnd(end.getLong(48), end.getLong(40), end.getLong(32));
    }

    private void requireBefore(FileBytes file, long end) {
        if (begin < 0 || size < 0 || count < 0 || begin > end || size != end - begin) {
            throw file.error("its directory has a wrong end; the file is damaged, copy it again");
        }
    }
}
