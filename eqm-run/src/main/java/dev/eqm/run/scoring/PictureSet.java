package dev.eqm.run.scoring;

import dev.eqm.core.data.ImageSource;

/**
 * Pictures to be scored or to be compared with.
 *
 * @param name as reports call them, such as a path
 * @param source the pictures
 * @param preparation what was done to them before they had their shape, in words
 */
public record PictureSet(String name, ImageSource source, String preparation) {
    /** Data of a run, as they are. */
    public static PictureSet of(ImageSource data) {
        return new PictureSet(data.describe(), data, "as the data");
    }
}
