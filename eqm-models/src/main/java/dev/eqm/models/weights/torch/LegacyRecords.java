package dev.eqm.models.weights.torch;

import static dev.eqm.core.check.Check.broken;

import dev.eqm.core.store.DType;
import dev.eqm.core.store.TensorFileException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A checkpoint as {@code torch.save} wrote it before 1.6: five pickles one after another (a magic
 * number, the protocol 1001, facts about the machine, what was saved, the keys of its storages),
 * then for each key its element count (8 bytes, little-endian) and its elements.
 *
 * <p>A storage is known from the pickle before its place is: sizes are compared when the places
 * are. There are no checksums.
 */
final class LegacyRecords implements Archive {
    /** What the first pickle holds. */
    static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);

    static final int MAX_PICKLES = 1 << 24; // bytes of all five
    private static final long PROTOCOL = 1001;
    private static final int COUNT = Long.BYTES; // before each storage

    private final FileBytes file;
    private final Map<String, Storage> named = new LinkedHashMap<>(); // by the pickle
    private final Map<String, Long> places = new HashMap<>(); // of the first element
    private final Object root;

    /**
     * Reads the five pickles and finds all storages. If that fails, the caller closes the channel.
     *
     * @throws TensorFileException for whatever breaks the format
     */
    LegacyRecords(FileBytes file) {
        this.file = file;
        long size = file.size();
        ByteBuffer head = file.map(0, (int) Math.min(size, MAX_PICKLES));
        String more =
                size > MAX_PICKLES
                        ? "is longer than the " + MAX_PICKLES + " bytes that are supported"
                        : "ends in the middle; copy the file again";
        Chain chain = new Chain(file.path(), head.order(ByteOrder.LITTLE_ENDIAN), more);
        require(MAGIC.equals(chain.plain("magic number")), "its magic number is wrong");
        Object protocol = chain.plain("protocol");
        require(
                protocol.equals(PROTOCOL),
                "its protocol is %s, but only %s is supported",
                Nodes.described(protocol),
                PROTOCOL);
        require(
                chain.plain("system") instanceof Map<?, ?> system
                        && Boolean.TRUE.equals(system.get("little_endian")),
                "it does not declare little-endian byte order; save it again on a little-endian machine");
        this.root = chain.next("object", new Calls(this::storage, true));
        place(chain.plain("storage keys"), head.position(), size);
    }

    /** One pickle after another; positions in messages are those of the file. */
    private record Chain(Path path, ByteBuffer in, String more) {
        Object next(String name, Calls calls) {
            return Unpickler.next(path, name, in, calls, more);
        }

        /** A pickle without storages. */
        Object plain(String name) {
            Object value = next(name, new Calls(Chain::none, true));
            return value == null ? "None" : value;
        }

        private static Storage none(DType dtype, String key, long count) {
            throw broken("storage %s does not belong to this pickle", Nodes.quoted(key));
        }
    }

    /**
     * Finds the storages behind the pickles.
     *
     * <p>Sizes are known by now: bytes follow one another without gaps, up to the end of the file.
     */
    private void place(Object keys, long begin, long size) {
        require(keys instanceof List<?>, "its storage keys are not a list");
        long at = begin;
        for (Object item : (List<?>) keys) {
            if (!(item instanceof String key) || !named.containsKey(key)) {
                throw file.error(
                        "lists storage %s, which no tensor refers to, so its size is unknown",
                        Nodes.described(item));
            }
            Storage storage = named.get(key);
            require(!places.containsKey(key), "lists %s twice", storage);
            require(
                    size - at >= COUNT,
                    "%s begins after the end of the file; copy the file again",
                    storage);
            long count = file.little(at, COUNT).getLong();
            require(
                    count == storage.count(),
                    "%s has %d elements, but its tensors need %d; copy the file again",
                    storage,
                    count,
                    storage.count());
            at += COUNT;
            long bytes = Archive.byteCount(storage.dtype(), key, count);
            require(
                    bytes <= size - at,
                    "%s needs %d bytes, but only %d are left; copy the file again",
                    storage,
                    bytes,
                    size - at);
            places.put(key, at);
            at += bytes;
        }
        for (Storage storage : named.values()) {
            require(
                    places.containsKey(storage.key()),
                    "%s is not in the file; copy it again",
                    storage);
        }
        require(at == size, "has %d bytes after its last storage", size - at);
    }

    private void require(boolean holds, String format, Object... args) {
        if (!holds) {
            throw file.error(format, args);
        }
    }

    @Override
    public Object root() {
        return root;
    }

    /**
     * The storage of a key, whose place comes later.
     *
     * @throws IllegalArgumentException if it was another one before
     */
    private Storage storage(DType dtype, String key, long count) {
        Archive.byteCount(dtype, key, count);
        Storage now = new Storage(this, key, dtype, 0, count);
        Storage before = named.putIfAbsent(key, now);
        if (before != null && (before.dtype() != dtype || before.count() != count)) {
            throw broken(
                    "%s is referred to as %d %s, but earlier as %d %s",
                    now, count, dtype, before.count(), before.dtype());
        }
        return now;
    }

    @Override
    public ByteBuffer numbers(Storage storage, long at, int bytes) {
        long begin = places.get(storage.key()) + storage.first() * storage.dtype().size();
        return file.map(begin + at, bytes);
    }

    @Override
    public FileBytes file() {
        return file;
    }
}
