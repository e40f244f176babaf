package dev.eqm.core.data.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** Writes tar files as other programs do. */
final class TestTar {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    TestTar file(String name, byte[] content) {
        if (name.length() <= 100) {
            return entry(name, '0', content);
        }
        byte[] whole = (name + "\0").getBytes(StandardCharsets.UTF_8);
        return entry("././@LongLink", 'L', whole).entry(name.substring(0, 100), '0', content);
    }

    TestTar file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** A name in a pax header. */
    TestTar pax(String name, byte[] content) {
        String record = " path=" + name + "\n";
        int length = record.length() + 2;
        length = record.length() + Integer.toString(length).length();
        String text = length + record;
        entry("PaxHeaders/x", 'x', text.getBytes(StandardCharsets.UTF_8));
        return entry("short", '0', content);
    }

    TestTar folder(String name) {
        return entry(name + "/", '5', new byte[0]);
    }

    private TestTar entry(String name, char type, byte[] content) {
        byte[] head = new byte[512];
        put(head, 0, name);
        put(head, 100, "0000644\0");
        put(head, 124, String.format(Locale.ROOT, "%011o\0", content.length));
        put(head, 136, "00000000000\0");
        put(head, 148, "        ");
        head[156] = (byte) type;
        put(head, 257, "ustar\00000");
        int sum = 0;
        for (byte b : head) {
            sum += b & 0xFF;
        }
        put(head, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
        out.writeBytes(head);
        out.writeBytes(content);
        out.writeBytes(new byte[(512 - content.length % 512) % 512]);
        return this;
    }

    private static void put(byte[] head, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, head, at, bytes.length);
    }

    /** With the end mark. */
    byte[] bytes() {
        byte[] open = out.toByteArray();
        return Arrays.copyOf(open, open.length + 1024);
    }

    Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }
}
