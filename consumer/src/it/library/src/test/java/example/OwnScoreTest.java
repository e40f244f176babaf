package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eqm.core.data.Picture;
import dev.eqm.run.Pipeline;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnScoreTest {
    /** Brighter by ten levels in each of the eight rows: 8·(10/127.5)², and equal covariances. */
    @Test
    void theDistanceOfBrighterPicturesIsKnown() {
        List<Picture> real = Bars.pictures();
        List<Picture> dimmed = real.stream().map(p -> shifted(p, -10)).toList();
        List<Picture> raised = real.stream().map(p -> shifted(p, -20)).toList();
        assertEquals(0, OwnScore.distance(real, real), 1e-6);
        assertEquals(8 * Math.pow(10 / 127.5, 2), OwnScore.distance(dimmed, raised), 1e-4);
    }

    private static Picture shifted(Picture picture, int levels) {
        byte[] pixels = picture.pixels().clone();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (Math.max(20, pixels[i] & 0xFF) + levels);
        }
        return new Picture(pixels, picture.height(), picture.width(), picture.channels());
    }

    @Test
    void samplesOfAModelAreScored() throws IOException {
        try (Pipeline eqm = Pipeline.open(Bars.run())) {
            double distance = OwnScore.distance(eqm.generate("0, 1", 16, 1), Bars.pictures());
            assertTrue(distance > 0.1 && distance < 8, () -> "distance " + distance);
        }
    }
}
