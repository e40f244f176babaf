package dev.eqm.core.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads and checks the head of a safetensors file: 8 bytes little-endian length n, then n bytes of
 * JSON {@code {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [begin, end]}, ...}}, then
 * the data, which the tensors must cover exactly: no overlap, no hole, nothing left.
 *
 * <p>Offsets in the JSON count from the data's start; a {@link TensorInfo} counts from the file's.
 * Nothing is allocated before the length that a field claims has been compared with the file's.
 */
final class SafetensorsHeader {
    static final String METADATA = "__metadata__";
    static final int PREFIX = 8;
    static final long MAX_LENGTH = 100_000_000; // the limit of the published reader
    private static final Set<String> FIELDS = Set.of("dtype", "shape", "data_offsets");
    private static final String COPY_AGAIN = "the file is damaged or incomplete; copy it again";

    private final Path path;
    private final long fileSize;
    private long dataStart;

    /** Some bytes of the file, from a place on. */
    @FunctionalInterface
    private interface Bytes {
        ByteBuffer at(long position, int count) throws IOException;
    }

    private SafetensorsHeader(Path path, long fileSize) {
        this.path = path;
        this.fileSize = fileSize;
    }

    /** Of a file on disk; only the header is read. */
    static TensorHeader read(Path path, FileChannel file) throws IOException {
        SafetensorsHeader header = new SafetensorsHeader(path, file.size());
        return header.parse((position, count) -> header.readFully(file, count, position));
    }

    /** The same for a whole file in memory. */
    static TensorHeader read(Path name, ByteBuffer content) throws IOException {
        return new SafetensorsHeader(name, content.limit())
                .parse((position, count) -> content.slice((int) position, count));
    }

    /** From the outside in: the length, the text, each tensor, then all of them together. */
    private TensorHeader parse(Bytes file) throws IOException {
        String few = "%d bytes are too few for a safetensors file; %s";
        require(fileSize >= PREFIX, few, fileSize, COPY_AGAIN);
        long length = file.at(0, PREFIX).order(ByteOrder.LITTLE_ENDIAN).getLong();
        require(
                length >= 0 && length <= MAX_LENGTH,
                "not a safetensors file (header length %s exceeds the limit of %d bytes)",
                Long.toUnsignedString(length),
                MAX_LENGTH);
        String rule = "header length %d exceeds the file size of %d bytes; %s";
        require(length <= fileSize - PREFIX, rule, length, fileSize, COPY_AGAIN);
        dataStart = PREFIX + length;
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, ?> entry : json(file.at(PREFIX, (int) length)).entrySet()) {
            if (entry.getKey().equals(METADATA)) {
                readMetadata(entry.getValue(), metadata);
            } else {
                tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue()));
            }
        }
        requireExactCover(tensors);
        return new TensorHeader(tensors, metadata);
    }

    /** Strict UTF-8: a decoder that replaced bad bytes would change names. */
    private Map<String, ?> json(ByteBuffer bytes) {
        boolean object = bytes.hasRemaining() && bytes.get(0) == '{';
        require(object, "the header does not begin with '{': not a safetensors file");
        try {
            return object(Json.parse(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString()));
        } catch (CharacterCodingException e) {
            throw new TensorFileException(path, "the header is not UTF-8; " + COPY_AGAIN, e);
        } catch (JsonException e) {
            throw new TensorFileException(path, "header: " + e.getMessage() + "; " + COPY_AGAIN, e);
        }
    }

    /** Strings under string keys, nothing nested. */
    private void readMetadata(Object value, Map<String, String> into) {
        boolean object = value instanceof Map<?, ?>;
        require(object, "%s must be an object of strings, got %s", METADATA, value);
        for (Map.Entry<String, ?> entry : object(value).entrySet()) {
            boolean string = entry.getValue() instanceof String;
            String rule = "%s '%s' must be a string, got %s";
            require(string, rule, METADATA, entry.getKey(), entry.getValue());
            into.put(entry.getKey(), (String) entry.getValue());
        }
    }

    /** Checked by itself; how it lies beside the others is checked later. */
    private TensorInfo tensor(String key, Object value) {
        boolean whole = value instanceof Map<?, ?> && object(value).keySet().equals(FIELDS);
        requireOf(key, whole, "must have exactly dtype, shape and data_offsets, got %s", value);
        Map<String, ?> fields = object(value);
        long[] shape = integers(key, "shape", fields.get("shape"));
        long[] range = integers(key, "data_offsets", fields.get("data_offsets"));
        requireOf(
                key,
                range.length == 2 && range[0] >= 0 && range[0] <= range[1],
                "data_offsets must be [begin, end] with 0 <= begin <= end, got %s",
                fields.get("data_offsets"));
        long size = fileSize - dataStart;
        String end = "ends at data byte %d of %d; %s";
        requireOf(key, range[1] <= size, end, range[1], size, COPY_AGAIN);
        try {
            DType dtype = DType.ofSafetensors(String.valueOf(fields.get("dtype")));
            long expected = TensorData.byteSize(dtype, shape);
            TensorInfo info =
                    new TensorInfo(dtype, shape, dataStart + range[0], dataStart + range[1]);
            long held = info.byteCount();
            String rule = "%s needs %d bytes, but its data_offsets span %d; %s";
            requireOf(key, held == expected, rule, info, expected, held, COPY_AGAIN);
            return info;
        } catch (IllegalArgumentException e) { // an unknown type, or an impossible shape
            throw TensorFileException.ofTensor(path, key, e.getMessage());
        }
    }

    /** JSON integers of 64 bits; 1.0 is none. */
    private long[] integers(String key, String field, Object value) {
        boolean integers =
                value instanceof List<?> list && list.stream().allMatch(Long.class::isInstance);
        requireOf(key, integers, "%s must be a list of integers, got %s", field, value);
        return ((List<?>) value).stream().mapToLong(Long.class::cast).toArray();
    }

    /** No overlap, no hole, nothing left: every byte of the data belongs to one tensor. */
    private void requireExactCover(Map<String, TensorInfo> tensors) {
        List<Map.Entry<String, TensorInfo>> byPlace = new ArrayList<>(tensors.entrySet());
        byPlace.sort(
                Comparator.comparingLong((Map.Entry<String, TensorInfo> e) -> e.getValue().begin())
                        .thenComparingLong(e -> e.getValue().end()));
        String overlap = "overlaps the previous tensor; write the file again";
        String hole = "%d bytes before it do not belong to any tensor; write the file again";
        long covered = dataStart;
        for (Map.Entry<String, TensorInfo> entry : byPlace) {
            long begin = entry.getValue().begin();
            requireOf(entry.getKey(), begin >= covered, overlap);
            requireOf(entry.getKey(), begin == covered, hole, begin - covered);
            covered = entry.getValue().end();
        }
        String rest = "%d bytes after the last tensor do not belong to any; %s";
        require(covered == fileSize, rest, fileSize - covered, COPY_AGAIN);
    }

    /** A channel may give fewer bytes than asked for. */
    private ByteBuffer readFully(FileChannel file, int count, long position) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            boolean more = file.read(bytes, position + bytes.position()) >= 0;
            require(more, "became shorter while it was being read; read it again");
        }
        return bytes.flip();
    }

    @SuppressWarnings("unchecked") // Json gives string keys
    private static Map<String, ?> object(Object value) {
        return (Map<String, ?>) value;
    }

    /** A rule about the file as a whole. */
    private void require(boolean holds, String rule, Object... values) {
        TensorFileException.require(path, holds, rule, values);
    }

    /** The same of one tensor. */
    private void requireOf(String key, boolean holds, String rule, Object... values) {
        if (!holds) {
            throw TensorFileException.ofTensor(path, key, String.format(Locale.ROOT, rule, values));
        }
    }
}
