package dev.eqm.cli.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.eqm.core.data.Picture;
import dev.eqm.sample.plot.Ink;
import dev.eqm.sample.plot.RasterCanvas;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShadingTest {
    /** A ramp to the right: bands are columns, the lowest the darkest. */
    @Test
    void bandsFollowTheHeights() {
        Shading ramp =
                new Shading(
                        new LevelLines(3, new double[] {0, 1, 2, 0, 1, 2, 0, 1, 2}), List.of(1.0));
        assertThat(ramp.band(0, 0)).isZero();
        assertThat(ramp.band(1, 1)).isOne();
        RasterCanvas canvas = new RasterCanvas(40, 40, 1);
        Panel panel = new Panel(canvas, 0, 0, 40, 2);
        ramp.draw(panel);
        Picture picture = canvas.picture();
        for (int y : new int[] {1, 19, 20, 21, 38}) { // no seam between rows
            assertThat(rgb(picture, 5, y)).isEqualTo(Ink.scale(0).paler(0.62).rgb());
            assertThat(rgb(picture, 35, y)).isEqualTo(Ink.scale(1).paler(0.62).rgb());
        }
    }

    @Test
    void yGrowsUpwards() {
        Shading ramp =
                new Shading(
                        new LevelLines(3, new double[] {0, 0, 0, 1, 1, 1, 2, 2, 2}), List.of(1.0));
        RasterCanvas canvas = new RasterCanvas(40, 40, 1);
        ramp.draw(new Panel(canvas, 0, 0, 40, 2));
        Picture picture = canvas.picture();
        assertThat(rgb(picture, 20, 35)).isEqualTo(Ink.scale(0).paler(0.62).rgb());
        assertThat(rgb(picture, 20, 5)).isEqualTo(Ink.scale(1).paler(0.62).rgb());
    }

    @Test
    void heightsFillTheSquare() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Shading(new LevelLines(3, new double[8]), List.of()))
                .withMessageContaining("3² numbers");
        assertThat(new Ink(0x000000, 0.5).paler(1)).isEqualTo(Ink.WHITE);
        assertThat(Ink.BLACK.paler(0)).isEqualTo(Ink.BLACK);
    }

    private static int rgb(Picture picture, int x, int y) {
        byte[] p = picture.pixels();
        int at = 3 * (y * picture.width() + x);
        return (p[at] & 0xFF) << 16 | (p[at + 1] & 0xFF) << 8 | (p[at + 2] & 0xFF);
    }
}
