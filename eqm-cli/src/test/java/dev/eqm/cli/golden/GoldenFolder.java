package dev.eqm.cli.golden;

import ai.djl.Device;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.Npz;
import dev.eqm.core.store.TensorData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A copy of the bundled set that a test may damage. */
final class GoldenFolder implements AutoCloseable {
    private final Path folder = BundledSet.unpack();

    Path file(String name) {
        return folder.resolve(name);
    }

    /** Runs one case as the folder is now. */
    CaseResult run(String id) {
        try (GoldenSuite suite = GoldenSuite.open(folder)) {
            return suite.run(id, Device.cpu());
        }
    }

    /** Changes cases.json as a tree of maps and lists. */
    void editIndex(UnaryOperator<Map<String, Object>> edit) throws IOException {
        Path index = file("cases.json");
        Map<String, Object> tree = object(Json.parse(Files.readString(index)));
        Files.writeString(index, Json.write(edit.apply(tree)));
    }

    /** Changes what cases.json says of a case. */
    void editCase(String id, UnaryOperator<Map<String, Object>> edit) throws IOException {
        editIndex(
                tree -> {
                    for (Object entry : (List<?>) tree.get("cases")) {
                        if (object(entry).get("id").equals(id)) {
                            Map<String, Object> unused = edit.apply(object(entry));
                        }
                    }
                    return tree;
                });
    }

    /** Changes what cases.json says of an array. */
    void editArray(String id, String array, UnaryOperator<Map<String, Object>> edit)
            throws IOException {
        editCase(
                id,
                entry -> {
                    Map<String, Object> arrays = object(entry.get("arrays"));
                    arrays.put(array, edit.apply(object(arrays.get(array))));
                    return entry;
                });
    }

    /** Changes one array of an npz file; null removes it. */
    void editTensor(String file, String array, UnaryOperator<TensorData> edit) {
        Map<String, TensorData> arrays = new LinkedHashMap<>(Npz.read(file(file)));
        arrays.computeIfPresent(array, (name, tensor) -> edit.apply(tensor));
        Npz.write(file(file), arrays);
    }

    /** Cuts a file short. */
    void truncate(String file) throws IOException {
        byte[] bytes = Files.readAllBytes(file(file));
        Files.write(file(file), Arrays.copyOf(bytes, bytes.length / 2));
    }

    static Map<String, Object> put(Map<String, Object> map, String key, Object value) {
        map.put(key, value);
        return map;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    @Override
    public void close() {
        BundledSet.delete(folder);
    }
}
