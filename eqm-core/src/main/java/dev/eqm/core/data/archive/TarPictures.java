package dev.eqm.core.data.archive;

import static dev.eqm.core.data.DataException.require;

import dev.eqm.core.data.CenterCrop;
import dev.eqm.core.data.DataException;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.PictureFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Pictures of any size and format in tar files, cut to squares by {@link CenterCrop} and decoded
 * whenever they are read. Labels are those of WebDataset ({@code 000017.jpg} with {@code
 * 000017.cls}, or a {@code .json} with {@code label}) or the names of the folders or of the inner
 * tar files, sorted.
 *
 * <p>Pictures are numbered through the tar files in the order of their names, and in a tar file as
 * they lie in it; those of classes with names class after class, as in class folders.
 */
public final class TarPictures implements ImageSource {
    private final Path place;
    private final List<Path> tars;
    private final ImageShape shape;
    private final List<String> classNames;
    private final int[] tar; // of each picture, an index of tars
    private final long[] offsets;
    private final int[] sizes;
    private final int[] labels;

    /** A picture on the way into the arrays. */
    private record Found(int tar, long offset, int size, String label) {}

    private TarPictures(Path place, int size, int channels) {
        this.place = place;
        this.shape = new ImageShape(channels, size, size);
        this.tars = tars(place);
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < tars.size(); i++) {
            for (TarIndex.Line line : TarIndex.of(tars.get(i))) {
                Path from = tars.get(i);
                boolean fits = line.size() <= Integer.MAX_VALUE - 8;
                require(from, fits, "an image of %d bytes is too large", line.size());
                found.add(new Found(i, line.offset(), (int) line.size(), line.label()));
            }
        }
        boolean numbered = isNumber(found.get(0).label());
        for (Found one : found) {
            require(
                    tars.get(one.tar()),
                    isNumber(one.label()) == numbered,
                    "some tar files of %s have labels (.cls, .json) and some have none; make them alike",
                    place);
        }
        this.classNames = numbered ? numbers(found) : names(found);
        if (!numbered) {
            found.sort(Comparator.comparing(f -> className(f.label()))); // stable
        }
        this.tar = found.stream().mapToInt(Found::tar).toArray();
        this.offsets = found.stream().mapToLong(Found::offset).toArray();
        this.sizes = found.stream().mapToInt(Found::size).toArray();
        Map<String, Integer> byName = new TreeMap<>();
        for (int i = 0; i < classNames.size(); i++) {
            byName.put(classNames.get(i), i);
        }
        this.labels =
                found.stream()
                        .mapToInt(
                                f ->
                                        numbered
                                                ? number(f.label())
                                                : byName.get(className(f.label())))
                        .toArray();
    }

    /**
     * The pictures of a tar file, or of all {@code *.tar} in a folder.
     *
     * @param size H = W of the squares
     * @param channels 1 for grey, 3 for RGB; each picture is converted
     * @throws DataException if there are none, or a tar file, an index or a label is damaged
     */
    public static TarPictures open(Path place, int size, int channels) {
        return new TarPictures(place, size, channels);
    }

    /** Whether a place is a tar file, or a folder that directly contains one. */
    public static boolean isIn(Path place) {
        return isTar(place) ? Files.isRegularFile(place) : !inFolder(place).isEmpty();
    }

    private static boolean isTar(Path path) {
        String name = path.getFileName().toString();
        return name.endsWith(TarFile.ENDING) && !name.startsWith(".");
    }

    private static List<Path> inFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(TarPictures::isTar).sorted().toList();
        } catch (IOException e) {
            throw new DataException(folder, "cannot be listed: " + e, e);
        }
    }

    private static List<Path> tars(Path place) {
        require(place, Files.exists(place), "there is no such file or folder; check the path");
        List<Path> found = Files.isDirectory(place) ? inFolder(place) : List.of(place);
        require(place, !found.isEmpty(), "contains no tar files (*.tar)");
        return found;
    }

    private static boolean isNumber(String label) {
        return label.startsWith(TarLabels.NUMBER);
    }

    private static int number(String label) {
        return Integer.parseInt(label.substring(TarLabels.NUMBER.length()));
    }

    /** Pictures without a folder are of one class, as {@code PictureFolder.flat} has it. */
    private static String className(String label) {
        return label.isEmpty() ? "all" : label;
    }

    private static List<String> names(List<Found> found) {
        return found.stream().map(f -> className(f.label())).distinct().sorted().toList();
    }

    private List<String> numbers(List<Found> found) {
        int most = found.stream().mapToInt(f -> number(f.label())).max().orElse(0);
        require(place, most < 1_000_000, "label %d is too large for a class number", most);
        return IntStream.rangeClosed(0, most).mapToObj(Integer::toString).toList();
    }

    @Override
    public int size() {
        return tar.length;
    }

    @Override
    public ImageShape shape() {
        return shape;
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public void read(int index, float[] into, int offset) {
        Path from = tars.get(tar[index]);
        byte[] bytes = TarFile.bytes(from, offsets[index], sizes[index]);
        String name = "%s, image at byte %d".formatted(from, offsets[index]);
        new CenterCrop(shape.height())
                .into(PictureFile.of(name, bytes, shape.channels()), into, offset);
    }

    @Override
    public List<Path> files() {
        return tars;
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    /** {@code shards: 1281167 images of 3x256x256 in 1000 classes, in 1282 tar files}. */
    @Override
    public String describe() {
        return "%s: %d images of %s in %d classes, in %d tar files"
                .formatted(place, size(), shape, classes(), tars.size());
    }
}
