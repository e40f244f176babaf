package dev.eqm.core.data;

import static dev.eqm.core.data.DataException.require;

import dev.eqm.core.check.Check;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Emoji in colour, labelled by category, from an unpacked npm package of the family
 * emoji-datasource: {@code emoji.json} and {@code img/VENDOR/64/*.png}, 64x64 pixels with
 * transparency. Of emoji-datasource-google 16.0.0 (Noto, Apache-2.0) these are 3,786 pictures in 10
 * categories, 1,911 of them without variants of skin tone.
 *
 * <p>Each is blended over a background and made smaller by {@link CenterCrop}: 32x32 are means of
 * 2x2 pixels. Labels count the sorted names of the categories; pictures come in the order of
 * emoji.json, variants after what they vary.
 */
public final class EmojiFolder {
    private static final int PIXELS = 64;
    private static final String INDEX = "emoji.json";
    private static final String WANTED =
            "the folder must be the unpacked npm package "
                    + "emoji-datasource-google: npm pack "
                    + "emoji-datasource-google@16.0.0; tar xzf "
                    + "emoji-datasource-google-16.0.0.tgz creates the "
                    + "folder 'package'";

    /** A picture and its category. */
    private record Emoji(Path file, String category) {}

    private final Path folder;
    private final Path index;
    private final String vendor;
    private final List<Emoji> all = new ArrayList<>();

    private EmojiFolder(Path folder, boolean skinTones) {
        this.folder = folder;
        this.index = folder.resolve(INDEX);
        require(index, Files.isRegularFile(index), "is missing: %s", WANTED);
        this.vendor = vendor(folder.resolve("img"));
        int number = 0;
        for (Object entry : entries()) {
            Map<?, ?> emoji = object(entry, "entry " + number);
            String name = "entry " + number + " ('" + emoji.get("short_name") + "')";
            String category = text(emoji, "category", name);
            add(emoji, category, name);
            if (skinTones && emoji.containsKey("skin_variations")) {
                for (Object tone : object(emoji.get("skin_variations"), name).values()) {
                    add(object(tone, name), category, name);
                }
            }
            number++;
        }
        require(index, !all.isEmpty(), "lists no image of '%s': %s", vendor, WANTED);
    }

    /**
     * The pictures of a package, decoded when it is opened.
     *
     * @param size H = W, at most 64
     * @param background shows through where a picture is transparent
     * @param skinTones true: also the variants of skin tone, which are half of the set
     * @throws DataException if the folder is no such package, or a picture is missing or damaged
     */
    public static ByteImages open(Path folder, int size, Rgb background, boolean skinTones) {
        requireSize(size);
        return new EmojiFolder(folder, skinTones).read(size, background);
    }

    /** Refuses sizes that the pictures do not have. */
    public static void requireSize(int size) {
        Check.require(
                size >= 1 && size <= PIXELS,
                "size must lie in [1, %1$d], since the images are %1$dx%1$d, got %2$d",
                PIXELS,
                size);
    }

    /** Decodes on all cores: each picture writes to a place of its own. */
    private ByteImages read(int size, Rgb background) {
        ImageShape shape = new ImageShape(3, size, size);
        int count = shape.elementCount();
        byte[] pixels = new byte[Math.multiplyExact(all.size(), count)];
        CenterCrop crop = new CenterCrop(size);
        IntStream.range(0, all.size())
                .parallel()
                .forEach(
                        i -> {
                            Picture whole = PictureFile.readOver(all.get(i).file(), 3, background);
                            byte[] planes = crop.apply(whole).planes(); // [3, H, W]
                            System.arraycopy(planes, 0, pixels, i * count, count);
                        });
        List<String> names = List.copyOf(new TreeSet<>(all.stream().map(Emoji::category).toList()));
        int[] labels = all.stream().mapToInt(e -> names.indexOf(e.category())).toArray();
        return new ByteImages("emoji (" + vendor + ")", shape, pixels, labels, names);
    }

    /** The one folder beside which no other stands. */
    private static String vendor(Path images) {
        require(images, Files.isDirectory(images), "is missing: %s", WANTED);
        try (Stream<Path> entries = Files.list(images)) {
            List<String> vendors =
                    entries.filter(e -> Files.isDirectory(e.resolve("" + PIXELS)))
                            .map(e -> e.getFileName().toString())
                            .sorted()
                            .toList();
            String rule = "must contain VENDOR/64 of exactly one vendor, got %s: %s";
            require(images, vendors.size() == 1, rule, vendors, WANTED);
            return vendors.get(0);
        } catch (IOException e) {
            throw new DataException(images, "cannot be listed: " + e, e);
        }
    }

    private List<?> entries() {
        try {
            if (Json.parse(Files.readString(index)) instanceof List<?> list) {
                return list;
            }
            throw new DataException(index, "is not a list of emoji: " + WANTED);
        } catch (IOException | JsonException e) {
            throw new DataException(index, "cannot be read (" + e.getMessage() + "): " + WANTED, e);
        }
    }

    /** Notes the picture of an emoji or of a variant, if the vendor has drawn it. */
    private void add(Map<?, ?> emoji, String category, String entry) {
        if (!(emoji.get("has_img_" + vendor) instanceof Boolean has)) {
            throw new DataException(index, entry + " lacks has_img_" + vendor + ": " + WANTED);
        }
        if (!has) {
            return;
        }
        String name = text(emoji, "image", entry);
        boolean plain = name.matches("[0-9a-zA-Z_-]+\\.png"); // leads out of no folder
        require(index, plain, "%s calls its image '%s'", entry, name);
        Path file = folder.resolve(Path.of("img", vendor, "" + PIXELS, name));
        require(file, Files.isRegularFile(file), "is missing, but %s lists it: %s", INDEX, WANTED);
        all.add(new Emoji(file, category));
    }

    private String text(Map<?, ?> emoji, String key, String entry) {
        if (emoji.get(key) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw new DataException(index, entry + " has no string '" + key + "': " + WANTED);
    }

    private Map<?, ?> object(Object value, String entry) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new DataException(index, entry + " is not an object: " + WANTED);
    }
}
