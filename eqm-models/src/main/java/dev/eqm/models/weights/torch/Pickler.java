package dev.eqm.models.weights.torch;

import static dev.eqm.core.check.Check.broken;
import static dev.eqm.core.check.Check.require;

import dev.eqm.core.store.TensorData;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes values as a pickle of protocol 2 and collects the tensors that it points to.
 *
 * <p>Uses opcodes that {@link Unpickler} reads and no memo: a list that occurs twice is written
 * twice, a tensor's storage once. The only globals are storage classes, {@code _rebuild_tensor_v2}
 * and {@code OrderedDict}, which {@code torch.load(weights_only=True)} allows.
 */
final class Pickler {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final IdentityHashMap<TensorData, Integer> keys = new IdentityHashMap<>();
    private final List<TensorData> storages = new ArrayList<>();

    private Pickler() {}

    /**
     * The pickle of a value.
     *
     * @throws IllegalArgumentException for a value of another type, a key that is neither text nor
     *     a Long, or what is too deep or too long
     */
    static Pickler of(Object root) {
        Pickler pickler = new Pickler();
        pickler.op(0x80).op(2);
        pickler.value(root, 0);
        pickler.op('.');
        return pickler;
    }

    /** The pickle. */
    byte[] bytes() {
        return out.toByteArray();
    }

    /** Storage k is that of key k. */
    List<TensorData> storages() {
        return List.copyOf(storages);
    }

    private void value(Object value, int depth) {
        int most = Frozen.MAX_DEPTH;
        require(depth <= most, "values nested deeper than %s levels cannot be written", most);
        if (value == null) {
            op('N');
        } else if (value instanceof Boolean flag) {
            op(flag ? 0x88 : 0x89);
        } else if (value instanceof Long
                || value instanceof Integer
                || value instanceof BigInteger) {
            integer(new BigInteger(value.toString()));
        } else if (value instanceof Double || value instanceof Float) {
            op('G');
            long bits = Double.doubleToRawLongBits(((Number) value).doubleValue());
            number(Long.reverseBytes(bits), 8);
        } else if (value instanceof String text) {
            text(text);
        } else if (value instanceof TensorData tensor) {
            tensor(tensor);
        } else if (value instanceof List<?> list) {
            op(']').op('(');
            list.forEach(item -> value(item, depth + 1));
            op('e');
        } else if (value instanceof Map<?, ?> map) {
            map(map, depth);
        } else {
            throw broken("a checkpoint cannot contain %s", value.getClass().getName());
        }
    }

    private void map(Map<?, ?> map, int depth) {
        op('}').op('(');
        map.forEach(
                (key, item) -> {
                    boolean fits = key instanceof String || key instanceof Long;
                    require(fits, "keys of a checkpoint must be strings or integers, got %s", key);
                    value(key, depth + 1);
                    value(item, depth + 1);
                });
        op('u');
    }

    /**
     * {@code BININT} for 32 bits with sign, else {@code LONG1} with as few bytes as two's
     * complement needs.
     */
    private void integer(BigInteger value) {
        if (value.bitLength() < Integer.SIZE) {
            op('J');
            number(value.intValue(), 4);
            return;
        }
        byte[] bytes = value.toByteArray(); // big-endian; on disk it is little-endian
        require(bytes.length <= 255, "an integer of %s bytes", bytes.length);
        op(0x8a).op(bytes.length);
        for (int i = bytes.length - 1; i >= 0; i--) {
            op(bytes[i]);
        }
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > Unpickler.MAX_TEXT) {
            throw broken(
                    "a string of %s bytes, but at most %s can be written",
                    bytes.length, Unpickler.MAX_TEXT);
        }
        op('X');
        number(bytes.length, 4);
        out.writeBytes(bytes);
    }

    /**
     * {@code _rebuild_tensor_v2(storage, 0, size, strides, False, OrderedDict())}.
     *
     * <p>The key of a storage is its number in {@link #storages}, by identity of the tensor.
     */
    private void tensor(TensorData tensor) {
        int key =
                keys.computeIfAbsent(
                        tensor,
                        t -> {
                            storages.add(t);
                            return storages.size() - 1;
                        });
        global(Global.REBUILD_TENSOR);
        op('(').op('(');
        text("storage");
        global(Global.storageOf(tensor.dtype()));
        text(Integer.toString(key));
        text("cpu");
        integer(BigInteger.valueOf(tensor.elementCount()));
        op('t').op('Q');
        integer(BigInteger.ZERO);
        tuple(tensor.shape());
        tuple(strides(tensor.shape()));
        op(0x89);
        global(Global.ORDERED_DICT);
        op(')').op('R').op('t').op('R');
    }

    /**
     * Row-major strides; those of a tensor with a size of 0 as PyTorch has them.
     *
     * <p>In elements: the stride of axis i is the product of the sizes behind it, of which a 0
     * counts as 1.
     */
    static long[] strides(long[] shape) {
        long[] strides = new long[shape.length];
        long next = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = next;
            next *= Math.max(1, shape[i]);
        }
        return strides;
    }

    private void tuple(long[] values) {
        op('(');
        Arrays.stream(values).forEach(v -> integer(BigInteger.valueOf(v)));
        op('t');
    }

    private void global(Global global) {
        op('c');
        out.writeBytes(
                (global.module() + "\n" + global.globalName() + "\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private void number(long littleEndian, int bytes) {
        for (int i = 0; i < bytes; i++) {
            op((int) (littleEndian >> (8 * i)));
        }
    }

    private Pickler op(int code) {
        out.write(code);
        return this;
    }
}
