package dev.eqm.run.settings;

import dev.eqm.core.data.PictureSurvey;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The squares that pictures of a folder are cut to, for a file that leaves size or channels out:
 * those of the model where it names them, else what suits the pictures.
 *
 * @param left the keys that were left out
 * @param survey the one of the folder; none if the model tells all
 */
record PictureSquares(Set<String> left, ImageWish wish, List<PictureSurvey> survey) {
    /** Bytes of files that are decoded for it: about a second, at every start. */
    private static final long A_LOOK = 10L << 20;

    static PictureSquares of(Path folder, List<String> skip, Set<String> left, ImageWish wish) {
        boolean look =
                (left.contains("size") && wish.size() == 0)
                        || (left.contains("channels") && !isPicture(wish.channels()));
        return new PictureSquares(
                left,
                wish,
                look ? List.of(PictureSurvey.of(folder, skip, A_LOOK, share -> {})) : List.of());
    }

    /** Latents have other channels; pictures that are encoded have their own. */
    private static boolean isPicture(int channels) {
        return channels == 1 || channels == 3;
    }

    /** The side, where the file does not say it. */
    int side(int written) {
        if (!left.contains("size")) {
            return written;
        }
        return survey.stream()
                .filter(s -> wish.size() == 0)
                .findFirst()
                .map(s -> StarterRecipe.side(s.shortSide(StarterRecipe.SMALL_PERCENT)))
                .orElse(wish.size());
    }

    /** The channels, where the file does not say them. */
    int channels(int written) {
        if (!left.contains("channels")) {
            return written;
        }
        return survey.stream()
                .filter(s -> !isPicture(wish.channels()))
                .findFirst()
                .map(PictureSurvey::channels)
                .orElse(wish.channels());
    }
}
