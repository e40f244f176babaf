package dev.eqm.cli.command.weights;

import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorHeader;
import dev.eqm.models.weights.PublishedFile;
import dev.eqm.models.weights.torch.Namespace;
import dev.eqm.models.weights.torch.TorchFile;
import dev.eqm.models.weights.torch.TorchTensor;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What lies in a file of tensors, whoever wrote it: names, types and shapes, and the plain values
 * beside them. No tensor is read. A name is the way to it: {@code ema/blocks.0.attn.qkv.weight}.
 */
public final class TensorListing {
    private static final int LONG = 60; // characters of a value on a line

    /** A tensor's type, shape and size. */
    private record Entry(String dtype, List<Long> shape, long elements, long bytes) {
        static Entry of(String dtype, long[] shape, long elements, int size) {
            List<Long> sizes = Arrays.stream(shape).boxed().toList();
            return new Entry(dtype, sizes, elements, elements * size);
        }
    }

    private final Path file;
    private final Map<String, Entry> tensors = new LinkedHashMap<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    private TensorListing(Path file) {
        this.file = file;
    }

    /** Of a safetensors file by its ending, else a PyTorch file. */
    public static TensorListing of(Path file) {
        TensorListing listing = new TensorListing(file);
        if (PublishedFile.isSafetensors(file)) {
            TensorHeader header = Safetensors.header(file);
            header.tensors()
                    .forEach(
                            (name, t) ->
                                    listing.tensors.put(
                                            name,
                                            Entry.of(
                                                    t.dtype().name(),
                                                    t.shape(),
                                                    t.elementCount(),
                                                    t.dtype().size())));
            listing.values.putAll(header.metadata());
            return listing;
        }
        try (TorchFile torch = TorchFile.open(file)) {
            listing.add("", torch.root());
        }
        return listing;
    }

    private void add(String name, Object value) {
        if (value instanceof TorchTensor t) {
            int size = t.dtype().size();
            tensors.put(
                    name.isEmpty() ? "(the file)" : name,
                    Entry.of(t.dtype().name(), t.shape(), t.elementCount(), size));
        } else if (value instanceof Namespace namespace) {
            add(name, namespace.fields());
        } else if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((key, inner) -> add(under(name, key), inner));
        } else if (value instanceof List<?> list && holdsTensors(list)) {
            for (int i = 0; i < list.size(); i++) {
                add(under(name, i), list.get(i));
            }
        } else {
            values.put(name.isEmpty() ? "(the file)" : name, value);
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

    private long elements() {
        return tensors.values().stream().mapToLong(Entry::elements).sum();
    }

    private long bytes() {
        return tensors.values().stream().mapToLong(Entry::bytes).sum();
    }

    /** For {@code --json}. */
    public Map<String, Object> describe() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("file", file.toString());
        all.put("numbers", elements());
        all.put("bytes", bytes());
        Map<String, Object> shapes = new LinkedHashMap<>();
        tensors.forEach(
                (name, t) -> shapes.put(name, Map.of("dtype", t.dtype(), "shape", t.shape())));
        all.put("tensors", shapes);
        Map<String, Object> plain = new LinkedHashMap<>();
        values.forEach((name, value) -> plain.put(name, String.valueOf(value)));
        all.put("values", plain);
        return all;
    }

    /** Tensors first, then the values. */
    public void print(PrintWriter out) {
        out.printf("%-14s %s%n", "file", file);
        out.printf(
                Locale.ROOT,
                "%-14s %d of %,d numbers, %,d bytes%n",
                "tensors",
                tensors.size(),
                elements(),
                bytes());
        tensors.forEach((name, t) -> out.printf("  %-52s %s%s%n", name, t.dtype(), t.shape()));
        if (!values.isEmpty()) {
            out.printf("%-14s %d%n", "values", values.size());
        }
        values.forEach((name, value) -> out.printf("  %-52s %s%n", name, cut(value)));
    }

    private static String cut(Object value) {
        String text = String.valueOf(value);
        return text.length() <= LONG ? text : text.substring(0, LONG) + "...";
    }
}
