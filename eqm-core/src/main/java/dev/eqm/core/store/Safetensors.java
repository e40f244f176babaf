package dev.eqm.core.store;

import static dev.eqm.core.check.Check.require;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Safetensors files, read and written as Python's {@code safetensors} does.
 *
 * <p>Reading trusts nothing: whatever the bytes, it returns tensors that fit them or throws {@link
 * TensorFileException}. That covers headers that promise more than there is, tensors that overlap
 * or leave holes, types that do not exist and names that come twice: a file from the network can be
 * opened without harm. The layout is described at {@link SafetensorsHeader}.
 *
 * <p>Metadata are strings alone; whoever needs more structure writes JSON into one of them. Keys of
 * other programs are kept as they are.
 */
public final class Safetensors {
    private static final String METADATA = SafetensorsHeader.METADATA;

    private Safetensors() {}

    /**
     * All tensors, memory-mapped one by one: no copy, no heap. The maps stay valid when the file is
     * replaced through {@link AtomicFile} or deleted; a file cut short <em>in place</em> while it
     * is mapped crashes the process, as with every mapped file. A tensor above 2 GiB is refused.
     */
    public static TensorFile read(Path path) {
        LfsPointer.refuse(path);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            return file(header(path, file), (key, i) -> map(path, file, key, i));
        } catch (IOException e) {
            throw TensorFileException.unreadable(path, e);
        }
    }

    /**
     * All tensors of a model of another program, in one file or in several: a file, the index of
     * several ({@code model.safetensors.index.json}), or a folder with either in it.
     *
     * @throws TensorFileException also for a single part of several, and for an index whose parts
     *     are missing or not its own
     */
    public static TensorFile readModel(Path place) {
        Path path = file(place);
        if (SafetensorsShards.isIndex(path)) {
            return SafetensorsShards.read(path);
        }
        int parts = SafetensorsShards.parts(path);
        TensorFileException.require(
                path,
                parts == 1,
                "is one of %d parts; give their folder or their index (...%s)",
                parts,
                SafetensorsShards.INDEX);
        return read(path);
    }

    /** The file or index that a place of {@link #readModel} means. */
    private static Path file(Path place) {
        return Files.isDirectory(place) ? SafetensorsShards.inFolder(place) : place;
    }

    /**
     * What {@link #readModel} reads, as one hash: that of the file; of several, of their hashes in
     * the index's order.
     */
    public static String hashOfModel(Path place) {
        Path path = file(place);
        if (!SafetensorsShards.isIndex(path)) {
            return Sha256.ofFile(path);
        }
        StringBuilder all = new StringBuilder();
        SafetensorsShards.parts(path, SafetensorsShards.places(path))
                .forEach(part -> all.append(Sha256.ofFile(part)));
        return Sha256.of(all.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Whether {@link #readModel} is meant to read it: a name that ends in {@code .safetensors}, an
     * index of several such files, or a folder that holds one of these.
     */
    public static boolean isModel(Path place) {
        return place.getFileName().toString().endsWith(SafetensorsShards.ENDING)
                || SafetensorsShards.isIndex(place)
                || SafetensorsShards.isIn(place);
    }

    /**
     * All tensors of a file whose bytes are in memory, such as one inside a jar; they share them.
     *
     * @param name what the file is called in messages
     */
    public static TensorFile of(Path name, byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        try {
            return file(
                    SafetensorsHeader.read(name, bytes),
                    (key, i) -> bytes.slice((int) i.begin(), (int) i.byteCount()));
        } catch (IOException e) {
            throw TensorFileException.unreadable(name, e);
        }
    }

    /** The bytes of a tensor, wherever the file is. */
    @FunctionalInterface
    private interface Bytes {
        ByteBuffer of(String key, TensorInfo info) throws IOException;
    }

    /** The content of a checked file; the tensors share its bytes. */
    private static TensorFile file(TensorHeader header, Bytes bytes) throws IOException {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, TensorInfo> entry : header.tensors().entrySet()) {
            TensorInfo i = entry.getValue();
            ByteBuffer own = bytes.of(entry.getKey(), i);
            tensors.put(entry.getKey(), TensorData.wrap(i.dtype(), i.shape(), own));
        }
        return new TensorFile(tensors, header.metadata());
    }

    /** Names, types, shapes and metadata without touching the data; files of any size. */
    public static TensorHeader header(Path path) {
        LfsPointer.refuse(path);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            return header(path, file);
        } catch (IOException e) {
            throw TensorFileException.unreadable(path, e);
        }
    }

    /** A file of another kind is called by it: only its own kind can be damaged. */
    private static TensorHeader header(Path path, FileChannel file) throws IOException {
        try {
            return SafetensorsHeader.read(path, file);
        } catch (TensorFileException e) {
            String other = FileKind.instead(path, "a safetensors file", FileKind.SAFETENSORS);
            if (other.isEmpty()) {
                throw e;
            }
            throw new TensorFileException(path, other + "; use a .safetensors file", e);
        }
    }

    /**
     * Writes tensors and metadata in the maps' order, through {@link AtomicFile}. The same input
     * gives the same bytes; the data begins at a multiple of 8.
     */
    public static void write(
            Path path, Map<String, TensorData> tensors, Map<String, String> metadata) {
        writeSources(path, TensorSource.of(tensors), metadata);
    }

    /** The same from tensors that are fetched one after the other, each when it is its turn. */
    public static void writeSources(
            Path path, Map<String, TensorSource> tensors, Map<String, String> metadata) {
        ByteBuffer head = head(tensors, metadata);
        try {
            AtomicFile.write(
                    path,
                    file -> {
                        writeFully(file, head);
                        for (TensorSource tensor : tensors.values()) {
                            writeFully(file, tensor.get().buffer());
                        }
                    });
        } catch (IOException e) {
            throw TensorFileException.unwritable(path, e);
        }
    }

    /** Everything before the data: the length, then JSON padded with spaces. */
    private static ByteBuffer head(
            Map<String, TensorSource> tensors, Map<String, String> metadata) {
        boolean free = !tensors.containsKey(METADATA);
        require(free, "%s is reserved; give the tensor another name", METADATA);
        JsonObject header =
                JsonObject.of(metadata.isEmpty() ? Map.of() : Map.of(METADATA, metadata));
        long begin = 0;
        for (Map.Entry<String, TensorSource> entry : tensors.entrySet()) {
            TensorSource tensor = entry.getValue();
            long end = begin + tensor.byteCount();
            header.with(
                    entry.getKey(),
                    JsonObject.of("dtype", tensor.dtype().name())
                            .with("shape", Arrays.stream(tensor.shape()).boxed().toList())
                            .with("data_offsets", List.of(begin, end)));
            begin = end;
        }
        byte[] json = Json.write(header).getBytes(StandardCharsets.UTF_8);
        int padded = Math.addExact(json.length, 7) / 8 * 8;
        boolean readable = padded <= SafetensorsHeader.MAX_LENGTH;
        require(
                readable,
                "a header of %s bytes cannot be read back: write fewer tensors per file",
                padded);
        byte[] head = new byte[SafetensorsHeader.PREFIX + padded];
        Arrays.fill(head, (byte) ' ');
        return ByteBuffer.wrap(head).putLong(Long.reverseBytes(padded)).put(json).rewind();
    }

    /** One map a tensor: a buffer of Java is at most 2 GiB, a file may be any size. */
    private static ByteBuffer map(Path path, FileChannel file, String key, TensorInfo info)
            throws IOException {
        TensorFileException.require(
                path,
                info.byteCount() <= Integer.MAX_VALUE,
                "tensor '%s': %d bytes exceed the limit of 2 GiB per mapped tensor; split it",
                key,
                info.byteCount());
        return file.map(FileChannel.MapMode.READ_ONLY, info.begin(), info.byteCount());
    }

    /** A channel may take fewer bytes than it is given. */
    private static void writeFully(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }
}
