package dev.eqm.run.settings;

import dev.eqm.core.data.ImageShape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is known of images before they are read.
 *
 * @param count how many there are
 * @param shape of each
 * @param classNames by label
 */
public record ImageOutline(int count, ImageShape shape, List<String> classNames) {
    public ImageOutline {
        classNames = List.copyOf(classNames);
    }

    /** Of classes that are called by their numbers, or whose names do not matter. */
    static ImageOutline numbered(int count, ImageShape shape, int classes) {
        List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        return new ImageOutline(count, shape, names);
    }

    /** How many classes there are. */
    public int classes() {
        return classNames.size();
    }
}
