package dev.eqm.core.data.archive;

import static dev.eqm.core.data.DataException.require;

import dev.eqm.core.data.DataException;
import dev.eqm.core.data.PictureFile;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which files of a tar file are pictures, and the label of each: the number in the {@code .cls} or
 * {@code .json} of the same stem if the tar file has any of these, else the name of the folder or
 * of the inner tar file that holds the picture.
 */
final class TarLabels {
    /** In front of a label that is a number; no folder's name begins with it. */
    static final String NUMBER = "#";

    private static final int LONGEST = 1 << 20; // bytes of a .json

    private final Path tar;
    private final List<TarEntry> pictures = new ArrayList<>();
    private final Map<String, TarEntry> labels = new HashMap<>(); // stem -> .cls or .json

    private TarLabels(Path tar) {
        this.tar = tar;
    }

    /**
     * The pictures of a tar file in their order.
     *
     * @throws DataException if it holds none, a picture has no label or two, or a label no picture
     */
    static List<TarIndex.Line> of(Path tar, List<TarEntry> entries) {
        TarLabels all = new TarLabels(tar);
        entries.stream().filter(e -> !isHidden(e)).forEach(all::sort);
        require(tar, !all.pictures.isEmpty(), "contains no images");
        boolean pairs = !all.labels.isEmpty();
        Map<String, TarEntry> stems = new HashMap<>();
        List<TarIndex.Line> lines = new ArrayList<>();
        for (TarEntry picture : all.pictures) {
            String label = pairs ? all.number(picture, stems) : picture.folder();
            lines.add(new TarIndex.Line(picture.offset(), picture.size(), label));
        }
        all.labels.forEach(
                (stem, label) ->
                        require(
                                tar,
                                stems.containsKey(stem),
                                "%s is a label without an image; remove it or add the image",
                                label.name()));
        return lines;
    }

    private static boolean isHidden(TarEntry entry) {
        return entry.fileName().startsWith(".");
    }

    private void sort(TarEntry entry) {
        String kind = entry.kind();
        if (kind.equals("cls") || kind.equals("json")) {
            TarEntry other = labels.putIfAbsent(entry.stem(), entry);
            if (other != null) {
                boolean same = numberIn(entry) == numberIn(other);
                require(
                        tar,
                        same,
                        "%s and %s give different labels to one image; remove one of them",
                        other.name(),
                        entry.name());
            }
        } else if (PictureFile.isNamedSo(entry.fileName())) {
            pictures.add(entry);
        }
    }

    private String number(TarEntry picture, Map<String, TarEntry> stems) {
        TarEntry other = stems.putIfAbsent(picture.stem(), picture);
        require(
                tar,
                other == null,
                "%s and %s belong to one sample; a sample must have one image",
                other == null ? "" : other.name(),
                picture.name());
        TarEntry label = labels.get(picture.stem());
        require(
                tar,
                label != null,
                "%s has no label: add %s.cls with its number, or remove the image",
                picture.name(),
                picture.stem());
        return NUMBER + numberIn(label);
    }

    /** The number of a {@code .cls}, or of {@code label} or {@code cls} in a {@code .json}. */
    private int numberIn(TarEntry entry) {
        require(tar, entry.size() <= LONGEST, "%s is too large for a label", entry.name());
        byte[] bytes = TarFile.bytes(tar, entry.offset(), (int) entry.size());
        String text = new String(bytes, StandardCharsets.UTF_8).strip();
        String found = entry.kind().equals("cls") ? text : inJson(entry, text);
        require(
                tar,
                found.matches("\\d{1,9}"),
                "%s must hold a class number from 0 on, got '%s'",
                entry.name(),
                found);
        return Integer.parseInt(found);
    }

    private String inJson(TarEntry entry, String text) {
        try {
            if (Json.parse(text) instanceof Map<?, ?> object) {
                Object label =
                        object.containsKey("label") ? object.get("label") : object.get("cls");
                require(
                        tar,
                        label instanceof Long,
                        "%s needs \"label\" or \"cls\" with a class number, got %s",
                        entry.name(),
                        label);
                return String.valueOf(label);
            }
        } catch (JsonException e) {
            throw new DataException(tar, entry.name() + " is not JSON: " + e.getMessage(), e);
        }
        throw new DataException(tar, entry.name() + " is not a JSON object with a label");
    }
}
