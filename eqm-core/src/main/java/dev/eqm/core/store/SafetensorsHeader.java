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
import java.util.Map;
import java.util.Set;

/**
 * Reads and checks the head of a safetensors file: 8 bytes little-endian length n, then n bytes of
 * JSON {@code {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [begin, end]}, ...}}, then
 * the data, which the tensors must cover exactly: no overlap, no hole, nothing left.
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

    static TensorHeader read(Path path, FileChannel file) throws IOException {
        SafetensorsHeader header = new SafetensorsHeader(path, file.size());
        return header.parse((position, count) -> header.readFully(file, count, position));
    }

    /** The same for a whole file in memory. */
    static TensorHeader read(Path name, ByteBuffer content) throws IOException {
        return new SafetensorsHeader(name, content.limit())
                .parse((position, count) -> content.slice((int) position, count));
    }

    private TensorHeader parse(Bytes file) throws IOException {
        if (fileSize < PREFIX) {
            throw error("%d bytes are too few for a safetensors file; %s", fileSize, COPY_AGAIN);
        }
        long length = file.at(0, PREFIX).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 0 || length > MAX_LENGTH) {
            throw error(
                    "header length %s exceeds the limit of %d bytes: not a safetensors file",
                    Long.toUnsignedString(length), MAX_LENGTH);
        }
        if (length > fileSize - PREFIX) {
            throw error(
                    "header length %d exceeds the file of %d bytes; %s",
                    length, fileSize, COPY_AGAIN);
        }
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

    private Map<String, ?> json(ByteBuffer bytes) {
        if (!bytes.hasRemaining() || bytes.get(0) != '{') {
            throw error("the header does not begin with '{': not a safetensors file");
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            return object(Json.parse(text));
        } catch (CharacterCodingException e) {
            throw new TensorFileException(path, "the header is not UTF-8; " + COPY_AGAIN, e);
        } catch (JsonException e) {
            throw new TensorFileException(path, "header: " + e.getMessage() + "; " + COPY_AGAIN, e);
        }
    }

    private void readMetadata(Object value, Map<String, String> into) {
        if (!(value instanceof Map<?, ?>)) {
            throw error("%s must be an object of strings, got %s", METADATA, value);
        }
        object(value)
                .forEach(
                        (key, text) -> {
                            if (!(text instanceof String string)) {
                                throw error(
                                        "%s '%s' must be a string, got %s", METADATA, key, text);
                            }
                            into.put(key, string);
                        });
    }

    private TensorInfo tensor(String key, Object value) {
        if (!(value instanceof Map<?, ?>) || !object(value).keySet().equals(FIELDS)) {
            throw tensorError(
                    key, "must have exactly dtype, shape and data_offsets, got %s", value);
        }
        Map<String, ?> fields = object(value);
        long[] shape = integers(key, "shape", fields.get("shape"));
        long[] range = integers(key, "data_offsets", fields.get("data_offsets"));
        if (range.length != 2 || range[0] < 0 || range[0] > range[1]) {
            throw tensorError(
                    key,
                    "data_offsets must be [begin, end] with 0 <= begin <= end, got %s",
                    fields.get("data_offsets"));
        }
        long dataSize = fileSize - dataStart;
        if (range[1] > dataSize) {
            throw tensorError(
                    key, "ends at data byte %d of %d; %s", range[1], dataSize, COPY_AGAIN);
        }
        try {
            DType dtype = DType.ofSafetensors(String.valueOf(fields.get("dtype")));
            long expected = TensorData.byteSize(dtype, shape);
            TensorInfo info =
                    new TensorInfo(dtype, shape, dataStart + range[0], dataStart + range[1]);
            if (info.byteCount() != expected) {
                throw tensorError(
                        key,
                        "%s takes %d bytes, its data_offsets hold %d; %s",
                        info,
                        expected,
                        info.byteCount(),
                        COPY_AGAIN);
            }
            return info;
        } catch (IllegalArgumentException e) { // an unknown type, or an impossible shape
            throw tensorError(key, "%s", e.getMessage());
        }
    }

    private long[] integers(String key, String field, Object value) {
        if (!(value instanceof List<?> list) || !list.stream().allMatch(Long.class::isInstance)) {
            throw tensorError(key, "%s must be a list of integers, got %s", field, value);
        }
        return list.stream().mapToLong(Long.class::cast).toArray();
    }

    private void requireExactCover(Map<String, TensorInfo> tensors) {
        List<Map.Entry<String, TensorInfo>> byPlace = new ArrayList<>(tensors.entrySet());
        byPlace.sort(
                Comparator.comparingLong((Map.Entry<String, TensorInfo> e) -> e.getValue().begin())
                        .thenComparingLong(e -> e.getValue().end()));
        long covered = dataStart;
        for (Map.Entry<String, TensorInfo> entry : byPlace) {
            long begin = entry.getValue().begin();
            if (begin < covered) {
                throw tensorError(
                        entry.getKey(), "overlaps the tensor before it; write the file again");
            }
            if (begin > covered) {
                throw tensorError(
                        entry.getKey(),
                        "%d bytes before it belong to no tensor; write the file again",
                        begin - covered);
            }
            covered = entry.getValue().end();
        }
        if (covered != fileSize) {
            throw error(
                    "%d bytes after the last tensor belong to none; %s",
                    fileSize - covered, COPY_AGAIN);
        }
    }

    private ByteBuffer readFully(FileChannel file, int count, long position) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, position + bytes.position()) < 0) {
                throw error("became shorter while it was read; read it again");
            }
        }
        return bytes.flip();
    }

    @SuppressWarnings("unchecked") // Json gives string keys
    private static Map<String, ?> object(Object value) {
        return (Map<String, ?>) value;
    }

    private TensorFileException error(String format, Object... args) {
        return new TensorFileException(path, String.format(format, args));
    }

    private TensorFileException tensorError(String key, String format, Object... args) {
        return TensorFileException.ofTensor(path, key, String.format(format, args));
    }
}
