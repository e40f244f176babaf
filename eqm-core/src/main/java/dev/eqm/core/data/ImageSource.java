package dev.eqm.core.data;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;

/**
 * A finite set of labelled images of one size, numbered from 0.
 *
 * <p>{@link #of(float[][], int[], ImageShape) ImageSource.of} makes one of arrays or images in
 * memory. Reading is a pure function of the index; implementations are safe for reading from
 * several threads.
 */
public interface ImageSource {
    /** How many images there are, at least 1. */
    int size();

    /** The shape of every image. */
    ImageShape shape();

    /** How many classes there are; labels lie in [0, classes). */
    default int classes() {
        return classNames().size();
    }

    /** The class of an image, in [0, classes); 0 where a set has no labels. */
    int label(int index);

    /**
     * Writes image {@code index} to {@code into[offset ...]}.
     *
     * @param into receives [C, H, W] floats: pixels in [-1, 1], as {@link Pixels#normalize(int)}
     *     gives them; latents and points in units of their own
     * @throws DataException if its file cannot be read
     */
    void read(int index, float[] into, int offset);

    /** One name a class, by label. */
    List<String> classNames();

    /**
     * The files that images are read from whenever they are asked for; none for a set in memory.
     * What {@link ImageDigest} looks at in a set that is too large to be read at every start.
     */
    default List<Path> files() {
        return List.of();
    }

    /** What was assumed of the files and may be wrong, in sentences; none for most sets. */
    default List<String> warnings() {
        return List.of();
    }

    /** One line for logs: what this is, how many, how large. */
    String describe();

    /**
     * Images that a program has in memory, copied; classes are called 0, 1, ... and reach up to the
     * largest label.
     *
     * @param pixels N images, each [C, H, W] flattened, in [-1, 1]
     * @param labels N numbers from 0
     * @param shape of every image
     * @throws dev.eqm.core.check.BrokenRuleException naming the first image that breaks a rule
     */
    static ImageSource of(float[][] pixels, int[] labels, ImageShape shape) {
        return InMemory.floats(pixels, labels, shape, InMemory.numbered(labels));
    }

    /**
     * The same with names of classes.
     *
     * @param classNames by label; a class need not have an image
     */
    static ImageSource of(
            float[][] pixels, int[] labels, ImageShape shape, List<String> classNames) {
        return InMemory.floats(pixels, labels, shape, classNames);
    }

    /**
     * Images that a program has in memory, copied: all of one size, with one channel if all are
     * grey, else as RGB, as {@link Picture#of(BufferedImage)} reads them.
     *
     * @param labels one for each image, from 0; classes are called 0, 1, ...
     * @throws dev.eqm.core.check.BrokenRuleException naming the first image that breaks a rule
     */
    static ImageSource of(List<BufferedImage> images, int[] labels) {
        return InMemory.images(images, labels, InMemory.numbered(labels));
    }

    /**
     * The same with names of classes.
     *
     * @param classNames by label; a class need not have an image
     */
    static ImageSource of(List<BufferedImage> images, int[] labels, List<String> classNames) {
        return InMemory.images(images, labels, classNames);
    }
}
