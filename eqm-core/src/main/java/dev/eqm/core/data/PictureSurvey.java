package dev.eqm.core.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What lies in a folder of pictures, looked at before anything is learned: how many of which size,
 * colour or grey, in which classes, and what is passed over and why. A picture is decoded to know
 * whether it can be; of very large sets every n-th is.
 *
 * @param folder that was looked at
 * @param classes folders of pictures by name, with the number of pictures in each; empty where the
 *     pictures are of one class
 * @param pictures how many there are to learn from
 * @param seen those that were decoded
 * @param passedOver files and folders that are not learned from
 */
public record PictureSurvey(
        Path folder,
        Map<String, Integer> classes,
        int pictures,
        List<Seen> seen,
        List<PassedOver> passedOver) {
    /** Bytes of files that are decoded: some ten seconds of work. */
    public static final long THOROUGH = 200L << 20;

    /** Of the pictures that decide about all: loose ones fewer than this share are passed over. */
    private static final double FEW = 0.1;

    /** Class folders hold more pictures than this on average; else they are no classes. */
    private static final double LEAST_OF_A_CLASS = 3;

    /** Names of folders that divide a set for another purpose than classes. */
    private static final Set<String> SPLITS =
            Set.of("train", "training", "test", "testing", "val", "valid", "validation");

    /** What was found at a path. */
    public sealed interface Entry {
        /** Below the folder, with '/' between names. */
        String path();
    }

    /**
     * A picture that was decoded.
     *
     * @param path below the folder, with '/' between names
     * @param coloured whether any pixel is not grey
     */
    public record Seen(String path, int width, int height, boolean coloured) implements Entry {
        /** The side of the largest square in it. */
        public int shortSide() {
            return Math.min(width, height);
        }
    }

    /** Why something is not learned from. */
    public enum Reason {
        /** Its name begins with a dot. */
        HIDDEN,
        /** Its name does not end as a picture's. */
        NOT_A_PICTURE,
        /** It is named as a picture, but cannot be decoded. */
        UNREADABLE,
        /** A picture beside class folders, whose class is unknown. */
        BESIDE_CLASSES,
        /** A folder without a picture that can be decoded. */
        NO_PICTURES
    }

    /**
     * Something that is not learned from.
     *
     * @param path below the folder, with '/' between names
     * @param detail what is wrong with it; may be empty
     */
    public record PassedOver(String path, Reason reason, String detail) implements Entry {
        /** Whether training would not pass over it by itself: a configuration must say so. */
        public boolean needsSkip() {
            return reason != Reason.HIDDEN && reason != Reason.NOT_A_PICTURE;
        }
    }

    public PictureSurvey {
        classes = new LinkedHashMap<>(classes);
        seen = List.copyOf(seen);
        passedOver = List.copyOf(passedOver);
    }

    /**
     * Looks at a folder.
     *
     * @param skip paths below the folder that are passed over without a word, with '/' between
     *     names
     * @param mostBytes of files that are decoded, such as {@link #THOROUGH}
     * @param progress hears the share that is done
     * @throws DataException if it is no folder, or cannot be listed, or holds no picture that can
     *     be decoded: says what it holds instead
     */
    public static PictureSurvey of(
            Path folder, List<String> skip, long mostBytes, DoubleConsumer progress) {
        PictureTree.entries(folder); // is a folder, with names that can be read
        List<PassedOver> passed = new ArrayList<>();
        Set<String> skipped = Set.copyOf(skip);
        List<Path> found =
                pictures(folder, passed).stream()
                        .filter(f -> !PictureTree.isSkipped(folder, f, skipped))
                        .toList();
        DataException.require(folder, !found.isEmpty(), "%s", nothing(folder, passed));
        PictureLooks looks = PictureLooks.at(folder, found, mostBytes, progress);
        passed.addAll(looks.unreadable());
        Set<String> bad =
                looks.unreadable().stream().map(PassedOver::path).collect(Collectors.toSet());
        List<String> good =
                found.stream()
                        .map(f -> PictureTree.slashed(folder.relativize(f)))
                        .filter(f -> !bad.contains(f))
                        .toList();
        String first = bad.isEmpty() ? "" : looks.unreadable().get(0).detail();
        DataException.require(
                folder,
                !good.isEmpty(),
                "contains %d files with image names, but none of them can be read (%s); copy them again",
                bad.size(),
                first);
        return sorted(folder, good, looks.seen(), passed);
    }

    /** The pictures of each class, once it is known what can be read. */
    private static PictureSurvey sorted(
            Path folder, List<String> good, List<Seen> seen, List<PassedOver> passed) {
        Map<String, Integer> classes = new TreeMap<>();
        List<String> loose = new ArrayList<>();
        for (String path : good) {
            int slash = path.indexOf('/');
            if (slash < 0) {
                loose.add(path);
            } else {
                classes.merge(path.substring(0, slash), 1, Integer::sum);
            }
        }
        int inFolders = good.size() - loose.size();
        boolean classed =
                !classes.isEmpty()
                        && loose.size() <= FEW * good.size()
                        && inFolders > LEAST_OF_A_CLASS * classes.size();
        if (!classed) {
            return new PictureSurvey(folder, Map.of(), good.size(), seen, passed);
        }
        for (Path entry : PictureTree.entries(folder)) {
            String name = entry.getFileName().toString();
            if (Files.isDirectory(entry) && !classes.containsKey(name)) {
                passed.add(new PassedOver(name, Reason.NO_PICTURES, ""));
            }
        }
        loose.forEach(path -> passed.add(new PassedOver(path, Reason.BESIDE_CLASSES, "")));
        Map<String, Integer> ordered = new LinkedHashMap<>();
        PictureTree.entries(folder).stream() // in the order of labels
                .map(e -> e.getFileName().toString())
                .filter(classes::containsKey)
                .forEach(name -> ordered.put(name, classes.get(name)));
        List<Seen> kept = seen.stream().filter(s -> s.path().indexOf('/') >= 0).toList();
        return new PictureSurvey(folder, ordered, inFolders, kept, passed);
    }

    /** Files named as pictures, in order; everything else is passed over. */
    private static List<Path> pictures(Path folder, List<PassedOver> passed) {
        List<Path> found = new ArrayList<>();
        walk(folder, folder, found, passed);
        return found;
    }

    private static void walk(Path root, Path at, List<Path> found, List<PassedOver> passed) {
        try (Stream<Path> entries = Files.list(at)) {
            for (Path entry : entries.sorted().toList()) {
                String path = PictureTree.slashed(root.relativize(entry));
                if (PictureTree.isHidden(entry.getFileName())) {
                    passed.add(new PassedOver(path, Reason.HIDDEN, ""));
                } else if (Files.isDirectory(entry)) {
                    DataException.require(
                            entry,
                            !isLoop(entry),
                            "is a link back to a folder that contains it; remove it");
                    walk(root, entry, found, passed);
                } else if (Files.isRegularFile(entry) && PictureFile.isNamedSo(entry)) {
                    found.add(entry);
                } else {
                    passed.add(new PassedOver(path, Reason.NOT_A_PICTURE, ""));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new DataException(at, "cannot be listed: " + e.getMessage(), e);
        }
    }

    private static boolean isLoop(Path folder) throws IOException {
        return Files.isSymbolicLink(folder)
                && folder.toAbsolutePath().getParent().toRealPath().startsWith(folder.toRealPath());
    }

    /** What is said of a folder without any picture. */
    private static String nothing(Path folder, List<PassedOver> passed) {
        Map<String, Long> others =
                passed.stream()
                        .collect(
                                Collectors.groupingBy(
                                        p -> ending(p.path()),
                                        TreeMap::new,
                                        Collectors.counting()));
        if (passed.isEmpty()) {
            boolean folders = !PictureTree.entries(folder).isEmpty();
            return folders
                    ? "contains folders, but no files in any of them; give a folder of images"
                    : "is an empty folder; give a folder of images";
        }
        String told =
                others.entrySet().stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                        .limit(4)
                        .map(e -> e.getValue() + " " + e.getKey())
                        .collect(Collectors.joining(", "));
        return "contains no images (*.png, *.jpg, *.jpeg, *.webp, *.gif, *.bmp, *.tif), but "
                + told
                + "; give a folder of images";
    }

    /** The kind of a file by its name: {@code .txt}, {@code hidden}. */
    private static String ending(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot == 0 ? "hidden" : dot < 0 ? "without ending" : name.substring(dot);
    }

    /** Shorter sides of the pictures seen, ascending. */
    public List<Integer> shortSides() {
        return seen.stream().map(Seen::shortSide).sorted(Comparator.naturalOrder()).toList();
    }

    /** How many of the pictures seen have colours. */
    public int coloured() {
        return (int) seen.stream().filter(Seen::coloured).count();
    }

    /** Channels that keep what the pictures hold: 1 if all that were seen are grey, else 3. */
    public int channels() {
        return coloured() == 0 ? 1 : 3;
    }

    /** The same with some pictures passed over that were seen. */
    public PictureSurvey without(Set<String> paths) {
        Map<String, Integer> left = new LinkedHashMap<>(classes);
        left.replaceAll(
                (name, n) ->
                        n - (int) paths.stream().filter(p -> p.startsWith(name + "/")).count());
        left.values().removeIf(n -> n == 0);
        List<Seen> kept = seen.stream().filter(s -> !paths.contains(s.path())).toList();
        return new PictureSurvey(folder, left, pictures - paths.size(), kept, passedOver);
    }

    /** Whether the class folders look like the parts of a divided set: train, test, val. */
    public boolean looksDivided() {
        return classes.size() > 1
                && classes.keySet().stream()
                        .allMatch(name -> SPLITS.contains(name.toLowerCase(Locale.ROOT)));
    }

    /** The n-th percentile of the shorter sides, so that n percent of the pictures are smaller. */
    public int shortSide(int percentile) {
        List<Integer> all = shortSides();
        return all.get(Math.min(all.size() - 1, all.size() * percentile / 100));
    }

    /** Every n-th of a list, so that no more than so many are left. */
    static IntStream evenly(int count, int most) {
        int kept = Math.min(count, Math.max(1, most));
        return IntStream.range(0, kept).map(i -> (int) ((long) i * count / kept));
    }
}
