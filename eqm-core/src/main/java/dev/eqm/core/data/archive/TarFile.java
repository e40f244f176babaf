package dev.eqm.core.data.archive;

import static dev.eqm.core.data.DataException.require;

import dev.eqm.core.data.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Which files a tar file holds and where they begin, without reading them: POSIX ustar with pax
 * headers, and GNU's long names and sizes. Tar files inside are walked through as well, one level
 * deep. Folders, links and devices are passed over.
 *
 * <p>Nothing of the file is trusted: a header with a wrong checksum, a file that reaches beyond the
 * end, and a missing end mark are refused with their place.
 */
final class TarFile {
    static final String ENDING = ".tar";
    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 1 << 16;
    private static final String CUT = "was cut or damaged; copy it again";

    private final Path path;
    private final FileChannel file;
    private final List<TarEntry> entries = new ArrayList<>();

    private TarFile(Path path, FileChannel file) {
        this.path = path;
        this.file = file;
    }

    /**
     * The files of a tar file in their order.
     *
     * @throws DataException if it is damaged, cut, or no tar file
     */
    static List<TarEntry> entries(Path path) {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            TarFile tar = new TarFile(path, file);
            tar.walk("", 0, file.size(), true);
            return List.copyOf(tar.entries);
        } catch (IOException e) {
            throw new DataException(path, "cannot be read as a tar file: " + e, e);
        }
    }

    /**
     * Bytes of a tar file.
     *
     * @throws DataException if it is shorter
     */
    static byte[] bytes(Path path, long offset, int count) {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            return new TarFile(path, file).read(offset, count);
        } catch (IOException e) {
            throw new DataException(path, "cannot be read: " + e, e);
        }
    }

    /**
     * Reads headers from {@code begin} on.
     *
     * @param prefix of the names
     * @param nested whether tar files inside are walked through
     */
    private void walk(String prefix, long begin, long end, boolean nested) throws IOException {
        String longName = "";
        long longSize = -1;
        long at = begin;
        while (true) {
            require(path, at + BLOCK <= end, "has no end mark at byte %d: it %s", at, CUT);
            byte[] head = read(at, BLOCK);
            if (isZero(head)) {
                return;
            }
            requireHeader(head, at);
            long size = number(head, 124, 12, at);
            long data = at + BLOCK;
            byte type = head[156];
            boolean isNote = type == 'L' || type == 'x' || type == 'g' || type == 'K';
            if (!isNote && longSize >= 0) {
                size = longSize;
            }
            if (!isNote && !isFile(type)) {
                size = 0; // links carry the size of what they lead to
            }
            require(
                    path,
                    size >= 0 && size <= end - data,
                    "the entry at byte %d has %d bytes, but only %d are left: it %s",
                    at,
                    size,
                    end - data,
                    CUT);
            if (type == 'L') {
                longName = text(note(data, size));
            } else if (type == 'x') {
                PaxHeader pax = PaxHeader.of(path, note(data, size));
                longName = pax.name().isEmpty() ? longName : pax.name();
                longSize = pax.size();
            } else if (!isNote) {
                String name = longName.isEmpty() ? name(head) : longName;
                longName = "";
                longSize = -1;
                if (isFile(type)) {
                    add(prefix + name, data, size, nested);
                }
            }
            at = data + (size + BLOCK - 1) / BLOCK * BLOCK;
        }
    }

    private void add(String name, long data, long size, boolean nested) throws IOException {
        if (nested && name.endsWith(ENDING)) {
            walk(name + "/", data, data + size, false);
        } else {
            entries.add(new TarEntry(name, data, size));
        }
    }

    private static boolean isFile(byte type) {
        return type == '0' || type == 0 || type == '7';
    }

    private byte[] note(long data, long size) throws IOException {
        require(path, size <= LONGEST_NAME, "a name of %d bytes is too long: it %s", size, CUT);
        return read(data, (int) size);
    }

    /** The sum of the header's bytes, its own field counted as blanks. */
    private void requireHeader(byte[] head, long at) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : head[i] & 0xFF;
        }
        boolean sane = isOctal(head, 148, 8) && sum == number(head, 148, 8, at);
        require(
                path,
                sane,
                at == 0
                        ? "is not a tar file, or a compressed one; unpack .tar.gz first"
                        : "the header at byte %d is damaged: the file %s",
                at,
                CUT);
    }

    private static boolean isOctal(byte[] head, int from, int count) {
        for (int i = from; i < from + count; i++) {
            boolean fits = head[i] == 0 || head[i] == ' ' || (head[i] >= '0' && head[i] <= '7');
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** Octal digits, or GNU's binary number behind a set first bit. */
    private long number(byte[] head, int from, int count, long at) {
        long value = 0;
        if ((head[from] & 0x80) != 0) {
            for (int i = from + 4; i < from + count; i++) {
                value = (value << 8) | (head[i] & 0xFF);
            }
            return value;
        }
        boolean octal = isOctal(head, from, count);
        require(path, octal, "the header at byte %d has no size: the file %s", at, CUT);
        for (int i = from; i < from + count; i++) {
            if (head[i] >= '0') {
                value = value * 8 + head[i] - '0';
            }
        }
        return value;
    }

    private static String name(byte[] head) {
        String name = text(head, 0, 100);
        boolean ustar = text(head, 257, 5).equals("ustar") && head[262] == 0; // not GNU's
        String folder = ustar ? text(head, 345, 155) : "";
        return folder.isEmpty() ? name : folder + "/" + name;
    }

    private static String text(byte[] bytes) {
        return text(bytes, 0, bytes.length);
    }

    /** Up to the first zero. */
    private static String text(byte[] bytes, int from, int count) {
        int end = from;
        while (end < from + count && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    private static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private byte[] read(long offset, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            boolean more = file.read(bytes, offset + bytes.position()) >= 0;
            require(path, more, "ends before byte %d: it %s", offset + count, CUT);
        }
        return bytes.array();
    }
}
