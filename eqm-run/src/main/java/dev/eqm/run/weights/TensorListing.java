package dev.eqm.run.weights;

import dev.eqm.core.store.DType;
import dev.eqm.core.store.JsonObject;
import dev.eqm.core.store.NotFinite;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorFile;
import dev.eqm.core.store.TensorHeader;
import dev.eqm.models.weights.PublishedFile;
import dev.eqm.models.weights.torch.Namespace;
import dev.eqm.models.weights.torch.TorchFile;
import dev.eqm.models.weights.torch.TorchTensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What lies in a file of tensors, whoever wrote it: names, types and shapes, and the plain values
 * beside them. Tensors are read only to find numbers that are not finite. A name is the way to it:
 * {@code ema/blocks.0.attn.qkv.weight}.
 *
 * @param tensors by name, in the file's order
 * @param values by name, as text
 * @param notFinite tensors with numbers that are NaN or infinite, and how many each has
 */
public record TensorListing(
        Path file,
        Map<String, Entry> tensors,
        Map<String, String> values,
        Map<String, Long> notFinite)
        implements Inspection {
    private static final String WHOLE = "(the file)"; // the name of what lies at the root

    /**
     * One tensor.
     *
     * @param dtype such as {@code F32}
     * @param elements how many numbers
     * @param bytes that they take
     */
    public record Entry(String dtype, List<Long> shape, long elements, long bytes) {
        private static Entry of(String dtype, long[] shape, long elements, int size) {
            List<Long> sizes = Arrays.stream(shape).boxed().toList();
            return new Entry(dtype, sizes, elements, elements * size);
        }

        private JsonObject toJson() {
            return JsonObject.of("shape", shape).with("dtype", dtype);
        }
    }

    /** Of a safetensors file by its ending, else a PyTorch file. */
    static TensorListing of(Path file) {
        TensorListing listing =
                new TensorListing(
                        file, new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        if (Safetensors.isModel(file)) {
            listing.addSafetensors();
            return listing;
        }
        try (TorchFile torch = TorchFile.open(file)) {
            listing.add("", torch.root());
        }
        return listing;
    }

    /** By headers; a single part of several is listed alone. */
    private void addSafetensors() {
        if (PublishedFile.isSafetensors(file) && Files.isRegularFile(file)) {
            TensorHeader header = Safetensors.header(file);
            header.tensors().forEach((name, t) -> put(name, t.dtype(), t.shape()));
            values.putAll(header.metadata());
            notFinite.putAll(NotFinite.in(file));
        } else {
            TensorFile content = Safetensors.readModel(file);
            content.tensors().forEach((name, t) -> put(name, t.dtype(), t.shape()));
            values.putAll(content.metadata());
            notFinite.putAll(NotFinite.in(content.tensors()));
        }
    }

    private void put(String name, DType dtype, long[] shape) {
        long elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        tensors.put(name, Entry.of(dtype.name(), shape, elements, dtype.size()));
    }

    private void add(String name, Object value) {
        if (value instanceof TorchTensor t) {
            String whole = name.isEmpty() ? WHOLE : name;
            put(whole, t.dtype(), t.shape());
            if (tensors.get(whole).bytes() <= Integer.MAX_VALUE) { // as much as Java can hold
                notFinite.putAll(NotFinite.in(Map.of(whole, t.read())));
            }
        } else if (value instanceof Namespace namespace) {
            add(name, namespace.fields());
        } else if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((key, inner) -> add(under(name, key), inner));
        } else if (value instanceof List<?> list && holdsTensors(list)) {
            for (int i = 0; i < list.size(); i++) {
                add(under(name, i), list.get(i));
            }
        } else {
            values.put(name.isEmpty() ? WHOLE : name, String.valueOf(value));
        }
    }

    private static boolean holdsTensors(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().anyMatch(TensorListing::holdsTensors);
        }
        return value instanceof TorchTensor
                || (value instanceof Namespace n && holdsTensors(n.fields()))
                || (value instanceof List<?> list
                        && list.stream().anyMatch(TensorListing::holdsTensors));
    }

    private static String under(String name, Object key) {
        return name.isEmpty() ? key.toString() : name + "/" + key;
    }

    /** How many numbers the tensors have together. */
    public long elements() {
        return tensors.values().stream().mapToLong(Entry::elements).sum();
    }

    /** Bytes of all tensors. */
    public long bytes() {
        return tensors.values().stream().mapToLong(Entry::bytes).sum();
    }

    @Override
    public JsonObject toJson(boolean always) {
        return JsonObject.of("file", file.toString())
                .with("numbers", elements())
                .with("bytes", bytes())
                .withIf(!notFinite.isEmpty(), "notFinite", notFinite)
                .with("tensors", JsonObject.each(tensors, Entry::toJson))
                .with("values", values);
    }
}
