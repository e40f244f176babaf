package dev.eqm.run.folder;

import dev.eqm.core.data.ImageDigest;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.store.JsonObject;
import dev.eqm.run.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which images a run learns: {@code data.json}. A configuration names a place; what lies there may
 * change. Labels mean what the order of the class names says, so a changed order is a changed set.
 *
 * @param images in words, for people; not compared
 * @param count how many
 * @param shape of each, in words
 * @param classes names by label
 * @param digestOf {@code images}, or {@code files}: names, sizes and times, of sets that are too
 *     large to be read at every start
 * @param sha256 what {@link ImageDigest} says
 */
public record DataRecord(
        String images,
        int count,
        String shape,
        List<String> classes,
        String digestOf,
        String sha256) {
    /** Names that a message shows of each list. */
    private static final int SHOWN = 6;

    public DataRecord {
        classes = List.copyOf(classes);
    }

    /** Of a set as it is now. */
    public static DataRecord of(ImageSource source) {
        return new DataRecord(
                source.describe(),
                source.size(),
                source.shape().toString(),
                source.classNames(),
                ImageDigest.isOfFiles(source) ? "files" : "images",
                ImageDigest.of(source));
    }

    /** What a run has kept; nothing if it is of an older version, or the file cannot be read. */
    public static Optional<DataRecord> kept(RunFolder run) {
        try {
            return Files.exists(run.data()) ? Optional.of(read(run.data())) : Optional.empty();
        } catch (UsageException e) {
            return Optional.empty();
        }
    }

    /**
     * Of a file.
     *
     * @throws UsageException if it is no record
     */
    static DataRecord read(Path file) {
        String remedy = "remove it to continue without checking whether the images changed";
        if (JsonFile.read(file, remedy) instanceof Map<?, ?> map
                && map.get("images") instanceof String images
                && map.get("count") instanceof Long count
                && map.get("shape") instanceof String shape
                && map.get("classes") instanceof List<?> classes
                && map.get("digestOf") instanceof String digestOf
                && map.get("sha256") instanceof String sha256) {
            List<String> names = classes.stream().map(Object::toString).toList();
            return new DataRecord(images, count.intValue(), shape, names, digestOf, sha256);
        }
        throw new UsageException(file + ": is not a record of images; " + remedy);
    }

    /** As {@code data.json} holds it. */
    public JsonObject toJson() {
        return JsonObject.of("images", images)
                .with("count", (long) count)
                .with("shape", shape)
                .with("classes", classes)
                .with("digestOf", digestOf)
                .with("sha256", sha256);
    }

    /** What differs in a set of now, in sentences; empty if it is the same. */
    List<String> changes(DataRecord now) {
        List<String> all = new ArrayList<>(classChanges(classes, now.classes));
        if (count != now.count) {
            all.add("there were %d images and there are now %d".formatted(count, now.count));
        }
        if (!shape.equals(now.shape)) {
            all.add("images were %s and are now %s".formatted(shape, now.shape));
        }
        if (all.isEmpty() && !(sha256.equals(now.sha256) && digestOf.equals(now.digestOf))) {
            all.add(
                    digestOf.equals("files") && now.digestOf.equals("files")
                            ? "names, sizes or times of its %d files differ".formatted(count)
                            : "there are as many images as before, but some images or labels differ");
        }
        return all;
    }

    /** The first class whose label means something else; empty if all are the same. */
    static List<String> classChanges(List<String> before, List<String> now) {
        if (before.equals(now)) {
            return List.of();
        }
        return List.of(
                "the classes, in the order of their labels, were %s and are now %s"
                        .formatted(listed(before), listed(now)));
    }

    private static String listed(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
        return names.size() <= SHOWN ? first : "%s, ... (%d)".formatted(first, names.size());
    }

    /** What differs between the images that a run learned and a set; the run may be an old one. */
    static List<String> changes(RunFolder run, ImageSource source) {
        if (Files.exists(run.data())) {
            return read(run.data()).changes(of(source));
        }
        List<String> known = run.classNames();
        return known.isEmpty() ? List.of() : classChanges(known, source.classNames());
    }
}
