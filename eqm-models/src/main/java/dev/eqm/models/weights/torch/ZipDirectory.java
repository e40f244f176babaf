package dev.eqm.models.weights.torch;

import dev.eqm.core.store.TensorFileException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The central directory of a ZIP whose entries are stored, as PyTorch writes it, ZIP64 or not.
 * Entries may not be compressed, encrypted, overlap, share a name, or have a name that leads out of
 * a folder: so what they take is never more than the file.
 *
 * <p>Read here and not by {@code java.util.zip}, which does not tell where the bytes of an entry
 * begin: storages are mapped from there.
 */
record ZipDirectory(FileBytes file) {
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int LOCAL_SIZE = 30;
    private static final int CENTRAL_SIZE = 46;
    // 64 MiB
    private static final long MAX_DIRECTORY = 1 << 26;
    private static final int ENCRYPTED = 1;
    private static final long IN_ZIP64 = 0xFFFFFFFFL;

    /** All entries by name, in the directory's order. */
    Map<String, ZipRecord> read() {
        ZipEnd end = ZipEnd.find(file);
        if (end.size() > MAX_DIRECTORY || end.count() > end.size() / CENTRAL_SIZE) {
            throw file.error(
                    "its directory of %d entries in %d bytes is impossible; copy the file again",
                    end.count(), end.size());
        }
        ByteBuffer directory = file.little(end.begin(), (int) end.size());
        Map<String, ZipRecord> all = new LinkedHashMap<>();
        for (long i = 0; i < end.count(); i++) {
            ZipRecord record = entry(directory, end.begin());
            if (all.put(record.name(), record) != null) {
                throw file.error("entry %s appears twice", Nodes.quoted(record.name()));
            }
        }
        if (directory.hasRemaining()) {
            throw file.error("%d extra bytes in its directory", directory.remaining());
        }
        requireApart(all);
        return all;
    }

    /** One entry of the directory: 46 bytes, then name, extra field and comment. */
    private ZipRecord entry(ByteBuffer in, long directory) {
        if (in.remaining() < CENTRAL_SIZE || in.getInt(in.position()) != CENTRAL) {
            throw file.error("a directory entry is damaged; copy the file again");
        }
        int at = in.position();
        int flags = in.getShort(at + 8);
        int method = Short.toUnsignedInt(in.getShort(at + 10));
        int crc = in.getInt(at + 16);
        int nameSize = Short.toUnsignedInt(in.getShort(at + 28));
        int extraSize = Short.toUnsignedInt(in.getShort(at + 30));
        int commentSize = Short.toUnsignedInt(in.getShort(at + 32));
        in.position(at + CENTRAL_SIZE);
        if (in.remaining() < nameSize + extraSize + commentSize) {
            throw file.error("a directory entry is truncated; copy the file again");
        }
        byte[] nameBytes = new byte[nameSize];
        in.get(nameBytes);
        String name = name(nameBytes);
        Zip64 sizes = new Zip64(in.slice().limit(extraSize).slice().order(ByteOrder.LITTLE_ENDIAN));
        in.position(in.position() + extraSize + commentSize);
        long size = wide(sizes, Integer.toUnsignedLong(in.getInt(at + 24)), name);
        long packed = wide(sizes, Integer.toUnsignedLong(in.getInt(at + 20)), name);
        long header = wide(sizes, Integer.toUnsignedLong(in.getInt(at + 42)), name);
        if (method != 0 && TorchFormats.isOfProgram(name)) {
            throw file.error(TorchFormats.PROGRAM);
        }
        if (method != 0 || size != packed) {
            throw file.error(
                    "entry %s is compressed (method %d, %d of %d bytes), but PyTorch does "
                            + "not compress its entries; write the file again with torch.save",
                    Nodes.quoted(name), method, packed, size);
        }
        if ((flags & ENCRYPTED) != 0) {
            throw file.error(
                    "entry %s is encrypted; write the file again with torch.save",
                    Nodes.quoted(name));
        }
        return place(name, nameBytes, header, size, crc, directory);
    }

    /**
     * Looks at the local header, which says where the bytes begin.
     *
     * <p>Both headers must agree on the name and on being stored: a reader that believes one of
     * them must not see another file than a reader that believes the other.
     */
    private ZipRecord place(
            String name, byte[] nameBytes, long header, long size, int crc, long directory) {
        if (header < 0 || size < 0 || header > directory - LOCAL_SIZE - nameBytes.length) {
            throw file.error(
                    "entry %s begins outside of the file; copy it again", Nodes.quoted(name));
        }
        ByteBuffer local = file.little(header, LOCAL_SIZE + nameBytes.length);
        boolean same =
                local.getInt(0) == LOCAL
                        && local.getShort(8) == 0
                        && (local.getShort(26) & 0xFFFF) == nameBytes.length
                        && ByteBuffer.wrap(nameBytes)
                                .equals(local.slice(LOCAL_SIZE, nameBytes.length));
        if (!same) {
            throw file.error(
                    "entry %s: the directory and the entry differ; copy the file again",
                    Nodes.quoted(name));
        }
        long begin = header + LOCAL_SIZE + nameBytes.length + (local.getShort(28) & 0xFFFF);
        if (begin > directory || size > directory - begin) {
            throw file.error(
                    "entry %s ends outside of the file; copy it again", Nodes.quoted(name));
        }
        return new ZipRecord(name, header, begin, size, crc);
    }

    /**
     * Names never become paths here. They are judged as if they did, for the tools that unpack such
     * a file.
     */
    private String name(byte[] bytes) {
        String name;
        try {
            name = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            String problem = "an entry's name is not UTF-8; copy the file again";
            throw new TensorFileException(file.path(), problem, e);
        }
        boolean bad =
                name.isEmpty()
                        || name.startsWith("/")
                        || name.indexOf('\\') >= 0
                        || name.indexOf('\0') >= 0
                        || name.matches("(?s)[A-Za-z]:.*")
                        || Arrays.asList(name.split("/", -1)).contains("..");
        if (bad) {
            throw file.error(
                    "entry %s has a name that points outside of the archive, which is refused",
                    Nodes.quoted(name));
        }
        return name;
    }

    /** In the order of their places, no entry may begin before the end of the one before it. */
    private void requireApart(Map<String, ZipRecord> all) {
        List<ZipRecord> byPlace = new ArrayList<>(all.values());
        byPlace.sort(Comparator.comparingLong(ZipRecord::header));
        long covered = 0;
        for (ZipRecord record : byPlace) {
            if (record.header() < covered) {
                throw file.error(
                        "entry %s overlaps the previous one, which is refused",
                        Nodes.quoted(record.name()));
            }
            covered = record.end();
        }
    }

    /** The ZIP64 extra field of an entry: the numbers that did not fit, in this order. */
    private record Zip64(ByteBuffer fields) {
        Zip64 {
            int size = 0;
            while (fields.remaining() >= 4 && size == 0) {
                int id = fields.getShort() & 0xFFFF;
                int length = Math.min(fields.getShort() & 0xFFFF, fields.remaining());
                if (id == 1) {
                    size = length;
                } else {
                    fields.position(fields.position() + length);
                }
            }
            fields.limit(fields.position() + size);
        }
    }

    /** A number of an entry: if its 32 bits are all ones, the next 8 bytes of the ZIP64 field. */
    private long wide(Zip64 extra, long narrow, String name) {
        if (narrow != IN_ZIP64) {
            return narrow;
        }
        if (extra.fields().remaining() < 8) {
            throw file.error(
                    "entry %s lacks its ZIP64 sizes; copy the file again", Nodes.quoted(name));
        }
        return extra.fields().getLong();
    }
}
