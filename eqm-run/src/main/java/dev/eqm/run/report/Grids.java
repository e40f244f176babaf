package dev.eqm.run.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The sample grids of a run, {@code samples/STEP.png}.
 *
 * @param shown those on the page, by step; spread evenly over all, the first and the last among
 *     them
 * @param there how many there are
 * @param largest pixels of the widest one, as the file has it
 */
record Grids(SortedMap<Long, EmbeddedPicture> shown, int there, int largest) {
    /**
     * Of a folder that need not be there.
     *
     * @param most how many are shown
     * @param mostBytes of each
     * @param passedOver hears of pictures that cannot be read
     */
    static Grids of(Path folder, int most, long mostBytes, List<String> passedOver) {
        SortedMap<Long, Path> files = files(folder, passedOver);
        SortedMap<Long, EmbeddedPicture> shown = new TreeMap<>();
        for (Map.Entry<Long, Path> file : spread(List.copyOf(files.entrySet()), most)) {
            EmbeddedPicture.of(file.getValue(), mostBytes, passedOver)
                    .forEach(picture -> shown.put(file.getKey(), picture));
        }
        int largest = shown.values().stream().mapToInt(EmbeddedPicture::width).max().orElse(0);
        return new Grids(shown, files.size(), largest);
    }

    private static SortedMap<Long, Path> files(Path folder, List<String> passedOver) {
        SortedMap<Long, Path> files = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return files;
        }
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(f -> f.getFileName().toString().matches("[0-9]{8,18}\\.png"))
                    .forEach(f -> files.put(step(f), f));
        } catch (IOException e) {
            passedOver.add(folder + ": cannot be read (" + e.getMessage() + ").");
        }
        return files;
    }

    private static long step(Path file) {
        return Long.parseLong(file.getFileName().toString().replace(".png", ""));
    }

    /** So many of a list at most, evenly, its ends among them. */
    static <T> List<T> spread(List<T> all, int most) {
        int n = all.size();
        return n <= most
                ? all
                : IntStream.range(0, most)
                        .mapToObj(i -> all.get((int) Math.round(i * (n - 1.0) / (most - 1))))
                        .toList();
    }
}
