package example;

import dev.eqm.core.data.Picture;
import dev.eqm.core.data.Pixels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Sixteen pictures of one bright bar, lying or standing, and the run that tests share. */
final class Bars {
    static final int STEPS = 40;
    static final int[] LABELS = new int[16];
    static final float[][] PIXELS = pixels();
    private static Path run; // once it is there

    private Bars() {}

    private static float[][] pixels() {
        float[][] all = new float[16][64];
        for (int i = 0; i < 16; i++) {
            LABELS[i] = i % 2;
            for (int k = 0; k < 64; k++) {
                int place = LABELS[i] == 0 ? k / 8 : k % 8;
                all[i][k] = place == i / 2 ? 1 : -1;
            }
        }
        return all;
    }

    /** Trained once, without a stop. */
    static synchronized Path run() throws IOException {
        if (run == null) {
            Path runs = Files.createTempDirectory(Path.of("target"), "runs");
            run = FromArrays.train(PIXELS, LABELS, runs, STEPS).folder().path();
        }
        return run;
    }

    static List<Picture> pictures() {
        List<Picture> all = new ArrayList<>();
        for (float[] image : PIXELS) {
            all.add(new Picture(Pixels.toBytes(image, 1, 1, 8, 8), 8, 8, 1));
        }
        return all;
    }
}
