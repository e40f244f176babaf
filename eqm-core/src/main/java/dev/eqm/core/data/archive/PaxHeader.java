package dev.eqm.core.data.archive;

import dev.eqm.core.data.DataException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What POSIX calls an extended header: records {@code "LENGTH KEY=VALUE\n"}, LENGTH counting the
 * whole record.
 *
 * @param name of the next file; empty: the usual one
 * @param size of the next file; −1: the usual one
 */
record PaxHeader(String name, long size) {
    static PaxHeader of(Path tar, byte[] bytes) {
        String name = "";
        long size = -1;
        int at = 0;
        try {
            while (at < bytes.length && bytes[at] != 0) {
                int blank = at;
                while (bytes[blank] != ' ') {
                    blank++;
                }
                int length = Integer.parseInt(latin(bytes, at, blank));
                int end = at + length;
                String record =
                        new String(bytes, blank + 1, end - blank - 2, StandardCharsets.UTF_8);
                if (record.startsWith("path=")) {
                    name = record.substring(5);
                } else if (record.startsWith("size=")) {
                    size = Long.parseLong(record.substring(5));
                }
                at = end;
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new DataException(tar, "an extended header is damaged: copy the file again", e);
        }
        return new PaxHeader(name, size);
    }

    private static String latin(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
