package dev.eqm.core.data;

import java.util.List;

/**
 * A finite set of labelled images of one size, numbered from 0.
 *
 * <p>Reading is a pure function of the index; implementations are safe for reading from several
 * threads.
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

    /** One line for logs: what this is, how many, how large. */
    String describe();
}
