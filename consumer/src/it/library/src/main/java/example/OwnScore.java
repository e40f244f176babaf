package example;

import ai.djl.Device;
import dev.eqm.core.data.Picture;
import dev.eqm.core.memory.Arena;
import dev.eqm.sample.evaluation.statistics.FrechetDistance;
import dev.eqm.sample.evaluation.statistics.Gaussian;
import dev.eqm.sample.evaluation.statistics.Moments;
import java.util.List;

/** Two sets of pictures compared by features of your own: the brightness of each row. */
public final class OwnScore {
    private OwnScore() {}

    /** Whatever says something about a picture. */
    static float[] features(Picture picture) {
        float[] x = picture.toFloats();
        float[] rows = new float[picture.height()];
        for (int i = 0; i < x.length; i++) {
            rows[i / picture.width()] += x[i] / picture.width();
        }
        return rows;
    }

    /** The Fréchet distance of the features of two sets of more than {@code height} pictures. */
    public static double distance(List<Picture> made, List<Picture> real) {
        return FrechetDistance.between(gaussian(made), gaussian(real), Device.cpu()).value();
    }

    private static Gaussian gaussian(List<Picture> pictures) {
        int d = pictures.get(0).height();
        try (Moments moments = new Moments(d, Device.cpu());
                Arena arena = Arena.cpu("features")) {
            for (Picture picture : pictures) {
                moments.add(arena.of(features(picture), 1, d));
            }
            return moments.gaussian();
        }
    }
}
