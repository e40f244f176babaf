package dev.eqm.run.settings;

/**
 * What a file says of the images in its model section; 0 where it says nothing.
 *
 * @param size model.imageSize
 * @param channels model.channels
 * @param classes model.classes
 */
public record ImageWish(int size, int channels, int classes) {
    /** A file that says nothing of its model. */
    public static final ImageWish NONE = new ImageWish(0, 0, 0);

    /**
     * The number of classes of a set that says how many its labels need: that of the model where
     * the labels fit into it, since a set need not hold a picture of every class.
     */
    int classes(int needed) {
        return Math.max(needed, classes);
    }
}
