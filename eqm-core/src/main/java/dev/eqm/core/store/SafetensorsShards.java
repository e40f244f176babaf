package dev.eqm.core.store;

import static dev.eqm.core.store.TensorFileException.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One set of tensors in several safetensors files, as Hugging Face's libraries save large models:
 * {@code model-00001-of-00002.safetensors} and so on, and beside them {@code
 * model.safetensors.index.json} with {@code weight_map}, which names the file of every tensor.
 *
 * <p>The index and the files must agree exactly, so that a missing, foreign or half-copied part is
 * told by name.
 */
final class SafetensorsShards {
    static final String ENDING = ".safetensors";
    static final String INDEX = ".safetensors.index.json";
    private static final Pattern PART =
            Pattern.compile("(.+)-\\d{5}-of-(\\d{5})\\.safetensors", Pattern.DOTALL);

    private SafetensorsShards() {}

    /** The number of parts that a file's name says it is one of; 1 for any other name. */
    static int parts(Path file) {
        Matcher name = PART.matcher(file.getFileName().toString());
        return name.matches() ? Integer.parseInt(name.group(2)) : 1;
    }

    /** Whether a file's name is that of an index. */
    static boolean isIndex(Path file) {
        return file.getFileName().toString().endsWith(INDEX);
    }

    /** Whether a folder holds safetensors, in one file or in several with an index. */
    static boolean isIn(Path folder) {
        return Files.isDirectory(folder)
                && !(listed(folder, INDEX).isEmpty() && listed(folder, ENDING).isEmpty());
    }

    /**
     * The file or index that a folder is read from: its index, else its only safetensors file.
     *
     * @throws TensorFileException if there is none, or more than one
     */
    static Path inFolder(Path folder) {
        List<Path> indices = listed(folder, INDEX);
        List<Path> found = indices.isEmpty() ? listed(folder, ENDING) : indices;
        require(
                folder,
                !found.isEmpty(),
                "the folder contains no .safetensors file and no %s; give the file itself",
                "model" + INDEX);
        require(
                folder,
                found.size() == 1,
                "the folder contains %d such files (%s); choose one of them",
                found.size(),
                found.stream().limit(5).map(f -> f.getFileName().toString()).toList());
        return found.get(0);
    }

    /** All tensors that an index names, in its order; metadata of the index and of every part. */
    static TensorFile read(Path index) {
        Map<String, String> places = places(index);
        Map<String, TensorFile> parts = new LinkedHashMap<>();
        Set<String> inParts = new TreeSet<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Path path : parts(index, places)) {
            String part = path.getFileName().toString();
            TensorFile file = Safetensors.read(path);
            parts.put(part, file);
            metadata.putAll(file.metadata());
            for (String name : file.tensors().keySet()) {
                String place = places.getOrDefault(name, "none");
                require(
                        index,
                        part.equals(place),
                        "tensor '%s' is in %s, but the index says %s; download the index and the parts of the same model",
                        name,
                        part,
                        place);
                inParts.add(name);
            }
        }
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        places.forEach(
                (name, part) -> {
                    require(
                            index,
                            inParts.contains(name),
                            "tensor '%s' should be in %s but is missing; download that part again",
                            name,
                            part);
                    tensors.put(name, parts.get(part).tensors().get(name));
                });
        return new TensorFile(tensors, metadata);
    }

    /** Name of a tensor -> name of its file. */
    static Map<String, String> places(Path index) {
        LfsPointer.refuse(index);
        try {
            Object all = Json.parse(Files.readString(index));
            Map<String, String> places = new LinkedHashMap<>();
            if (all instanceof Map<?, ?> map && map.get("weight_map") instanceof Map<?, ?> named) {
                named.forEach((key, value) -> places.put(String.valueOf(key), name(index, value)));
            }
            require(
                    index,
                    !places.isEmpty(),
                    "has no weight_map with the names of tensors, so it is not an index");
            return places;
        } catch (IOException e) {
            throw TensorFileException.unreadable(index, e);
        } catch (JsonException e) {
            throw new TensorFileException(index, e.getMessage() + "; copy it again", e);
        }
    }

    /** A name in the index's own folder: an index cannot lead out of it. */
    private static String name(Path index, Object value) {
        String name = String.valueOf(value);
        boolean plain =
                value instanceof String
                        && name.endsWith(ENDING)
                        && !name.matches("(?s).*[/\\\\:].*");
        require(
                index,
                plain,
                "weight_map contains '%s', which is not a %s file in the same folder",
                name,
                ENDING);
        return name;
    }

    /** The files that {@link #places} names, each once, all there. */
    static List<Path> parts(Path index, Map<String, String> places) {
        List<Path> parts = places.values().stream().distinct().map(index::resolveSibling).toList();
        for (Path part : parts) {
            boolean there = Files.isRegularFile(part);
            String rule = "the part %s is missing from its folder; download all parts";
            require(index, there, rule, part.getFileName());
        }
        return parts;
    }

    private static List<Path> listed(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw TensorFileException.unreadable(folder, e);
        }
    }
}
