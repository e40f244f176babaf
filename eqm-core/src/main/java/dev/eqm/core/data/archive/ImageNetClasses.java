package dev.eqm.core.data.archive;

import static dev.eqm.core.data.DataException.require;

import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The 1000 classes of ImageNet (ILSVRC 2012) in the order that torchvision and the published models
 * count them in: that of their WordNet numbers, {@code n01440764} to {@code n15075141}. A class is
 * called by one of its WordNet words; the two pairs of classes with the same word have their
 * WordNet number behind it: {@code crane (n02012849)}.
 */
public final class ImageNetClasses {
    /** How many there are. */
    public static final int COUNT = 1000;

    private static final int NUMBER = 9; // letters of a WordNet number

    private static final List<String> LINES = lines();

    private ImageNetClasses() {}

    private static List<String> lines() {
        String file = "/dev/eqm/core/data/imagenet/synsets.txt";
        try (InputStream in = ImageNetClasses.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** WordNet numbers by label, which are the names of ImageNet's folders. */
    public static List<String> synsets() {
        return LINES.stream().map(line -> line.substring(0, NUMBER)).toList();
    }

    /** Names by label, each of its own. */
    public static List<String> names() {
        List<String> words = LINES.stream().map(line -> line.substring(NUMBER + 1)).toList();
        Set<String> once = new HashSet<>();
        Set<String> twice = new HashSet<>();
        words.forEach(word -> (once.add(word) ? once : twice).add(word));
        return LINES.stream()
                .map(
                        line -> {
                            String word = line.substring(NUMBER + 1);
                            String number = line.substring(0, NUMBER);
                            return twice.contains(word) ? word + " (" + number + ")" : word;
                        })
                .toList();
    }

    /**
     * A set of images with ImageNet's names, once it is known that its labels are ImageNet's.
     *
     * @param place of the set, for messages
     * @param images whose classes are called by their WordNet numbers; or by numbers or words, in
     *     ImageNet's order
     * @throws dev.eqm.core.data.DataException if a class is missing, strange, or there are too many
     */
    public static ImageSource named(Path place, ImageSource images) {
        List<String> found = images.classNames();
        if (found.stream().anyMatch(ImageNetClasses::isSynset)) {
            List<String> all = synsets();
            for (String name : found) {
                require(
                        place,
                        all.contains(name),
                        "class '%s' is none of ImageNet's 1000 (n01440764 to n15075141): move it away, "
                                + "or use kind 'image-folder' or 'tar' for other classes",
                        name);
            }
            require(
                    place,
                    found.size() == COUNT,
                    "contains %d of ImageNet's 1000 classes; the first one missing is %s: complete "
                            + "the set, or use kind 'image-folder' or 'tar' for some of the classes",
                    found.size(),
                    all.stream().filter(name -> !found.contains(name)).findFirst().orElse(""));
        } else {
            int most = 0;
            for (int i = 0; i < images.size(); i++) {
                most = Math.max(most, images.label(i));
            }
            require(
                    place,
                    found.size() <= COUNT && most < COUNT,
                    "has label %d, but ImageNet's are 0 to 999: labels that begin at 1 or are those "
                            + "of ILSVRC's development kit must be changed to this order",
                    Math.max(most, found.size() - 1));
            boolean numbers = found.stream().allMatch(name -> name.matches("\\d+"));
            require(
                    place,
                    numbers || found.size() == COUNT,
                    "has the classes %s, but ImageNet's are 1000, called by WordNet numbers: use "
                            + "kind 'image-folder', 'tar' or 'parquet' for other classes",
                    found.subList(0, Math.min(3, found.size())));
        }
        return new Named(images, names());
    }

    private static boolean isSynset(String name) {
        return name.matches("n\\d{8}");
    }

    /** Images whose classes are called otherwise. */
    private record Named(ImageSource images, List<String> classNames) implements ImageSource {
        @Override
        public int size() {
            return images.size();
        }

        @Override
        public ImageShape shape() {
            return images.shape();
        }

        @Override
        public int label(int index) {
            return images.label(index);
        }

        @Override
        public void read(int index, float[] into, int offset) {
            images.read(index, into, offset);
        }

        @Override
        public List<Path> files() {
            return images.files();
        }

        @Override
        public List<String> warnings() {
            return images.warnings();
        }

        @Override
        public String describe() {
            return "ImageNet, " + images.describe();
        }
    }
}
