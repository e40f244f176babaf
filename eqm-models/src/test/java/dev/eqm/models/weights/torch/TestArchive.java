package dev.eqm.models.weights.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Checkpoints put together by hand, right or wrong. */
final class TestArchive {
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    /** The files of make_fixtures.py that hold the same of everything. */
    static List<String> everything() {
        return List.of(
                "protocol2.pt",
                "protocol3.pt",
                "protocol4.pt",
                "protocol5.pt",
                "legacy2.pt",
                "legacy4.pt");
    }

    /** A checkpoint with this pickle and one storage of 24 bytes, key 0. */
    static TestArchive of(byte[] pickle) {
        return new TestArchive().with("t/data.pkl", pickle).with("t/data/0", new byte[24]);
    }

    TestArchive with(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    /** The ZIP, entries stored. */
    byte[] bytes() {
        return bytes(false);
    }

    byte[] bytes(boolean deflated) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                ZipEntry head = new ZipEntry(entry.getKey());
                if (!deflated) {
                    CRC32 crc = new CRC32();
                    crc.update(entry.getValue());
                    head.setMethod(ZipEntry.STORED);
                    head.setSize(entry.getValue().length);
                    head.setCrc(crc.getValue());
                }
                zip.putNextEntry(head);
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    Path write(Path folder) {
        try {
            return Files.write(folder.resolve("made.pt"), bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A pickle of protocol 2: characters are bytes. */
    static byte[] pickle(String opcodes) {
        return ("\u0080\2" + opcodes).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The opcodes of a short text. */
    static String text(String text) {
        int n = text.getBytes(StandardCharsets.UTF_8).length;
        return "X" + (char) (n & 0xFF) + (char) (n >> 8) + "\0\0" + text;
    }

    /** The opcodes of a tuple of whole numbers. */
    static String tuple(long... values) {
        StringBuilder out = new StringBuilder("(");
        for (long value : values) {
            out.append(integer(value));
        }
        return out.append('t').toString();
    }

    static String integer(long value) {
        byte[] bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
        return "\u008a\10" + new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The opcodes of a storage. */
    static String storage(String type, String key, long count) {
        return "("
                + text("storage")
                + "ctorch\n"
                + type
                + "\n"
                + text(key)
                + text("cuda:7")
                + integer(count)
                + "tQ";
    }

    /** The opcodes of a float32 tensor in the storage of 6 elements. */
    static String tensor(String offset, String size, String strides) {
        return "ctorch._utils\n_rebuild_tensor_v2\n("
                + storage("FloatStorage", "0", 6)
                + offset
                + size
                + strides
                + "\u0089ccollections\nOrderedDict\n)RtR";
    }

    static byte[] fixture(String name) {
        try (var in = Objects.requireNonNull(TestArchive.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
