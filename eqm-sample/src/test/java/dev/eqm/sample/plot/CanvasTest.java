package dev.eqm.sample.plot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.data.Picture;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class CanvasTest {
    private static final double[] ACROSS = {-50, 50};

    /** Both canvases get the same marks. */
    private static void draw(Canvas canvas) {
        canvas.disc(5, 5, 3, Ink.VERMILION);
        canvas.clipped(
                10, 10, 10, 10, () -> canvas.line(ACROSS, new double[] {15, 15}, Ink.BLACK, 4));
        canvas.text(10, 30, "a < b & \u2207\u0001", 8, Canvas.Anchor.MIDDLE, true, Ink.GREY);
        canvas.line(new double[] {25, 40}, new double[] {35, 35}, Ink.BLACK, 2, 5, 5);
    }

    @Test
    void pixelsAreWhereTheyShouldBe() {
        RasterCanvas canvas = new RasterCanvas(40, 40, 2);
        draw(canvas);
        Picture picture = canvas.picture();
        assertThat(picture.width()).isEqualTo(80);
        assertThat(rgb(picture, 10, 10)).isEqualTo(0xD55E00);
        assertThat(rgb(picture, 30, 30)).isEqualTo(0x222222);
        assertThat(rgb(picture, 10, 30)).as("left of the clip").isEqualTo(0xFFFFFF);
        assertThat(rgb(picture, 50, 30)).as("right of the clip").isEqualTo(0xFFFFFF);
        assertThat(rgb(picture, 54, 70)).as("a dash").isEqualTo(0x222222);
        assertThat(rgb(picture, 64, 70)).as("a gap").isEqualTo(0xFFFFFF);
    }

    private static int rgb(Picture picture, int x, int y) {
        byte[] p = picture.pixels();
        int at = 3 * (y * picture.width() + x);
        return (p[at] & 0xFF) << 16 | (p[at + 1] & 0xFF) << 8 | (p[at + 2] & 0xFF);
    }

    /** Pixels that are not white, in columns [from, to) of rows [top, bottom). */
    private static int inked(Consumer<Canvas> marks, int from, int to, int top, int bottom) {
        RasterCanvas canvas = new RasterCanvas(100, 100, 1);
        marks.accept(canvas);
        int found = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = from; x < to; x++) {
                found += rgb(canvas.picture(), x, y) != 0xFFFFFF ? 1 : 0;
            }
        }
        return found;
    }

    @Test
    void textsStandWhereTheyAreAnchored() {
        int wide = (int) Math.ceil(Lettering.width("Text", 20));
        for (Canvas.Anchor anchor : Canvas.Anchor.values()) {
            Consumer<Canvas> text = c -> c.text(50, 50, "Text", 20, anchor, false, Ink.BLACK);
            int left = 50 - List.of(Canvas.Anchor.values()).indexOf(anchor) * wide / 2;
            assertThat(inked(text, left - 1, left + wide + 1, 30, 52)).isGreaterThan(100);
            assertThat(inked(text, 0, 100, 0, 100))
                    .isEqualTo(inked(text, left - 1, left + wide + 1, 30, 52));
        }
        Consumer<Canvas> upwards = c -> c.upwards(50, 50, "Text", 20, Ink.BLACK);
        int all = inked(upwards, 0, 100, 0, 100);
        assertThat(all).isGreaterThan(100);
        assertThat(inked(upwards, 30, 52, 49 - wide / 2, 51 + wide / 2)).isEqualTo(all);
        Consumer<Canvas> bold =
                c -> c.text(50, 50, "Text", 20, Canvas.Anchor.START, true, Ink.BLACK);
        Consumer<Canvas> plain =
                c -> c.text(50, 50, "Text", 20, Canvas.Anchor.START, false, Ink.BLACK);
        assertThat(inked(bold, 0, 100, 0, 100)).isGreaterThan(inked(plain, 0, 100, 0, 100));
    }

    @Test
    void svgIsWellFormed() {
        SvgCanvas canvas = new SvgCanvas(40, 40);
        draw(canvas);
        canvas.upwards(1, 2, "up", 8, Ink.BLACK);
        String text = canvas.document();
        Document svg = Svg.parse(text.getBytes(StandardCharsets.UTF_8));
        assertThat(Svg.texts(svg)).containsExactly("a < b & \u2207 ", "up");
        assertThat(svg.getElementsByTagName("circle").getLength()).isOne();
        assertThat(svg.getElementsByTagName("path").item(0).getParentNode().getNodeName())
                .isEqualTo("g");
        assertThat(text)
                .contains(
                        "fill=\"#D55E00\"",
                        "M-50.0 15.0L50.0 15.0",
                        "stroke-dasharray=\"5.0 5.0\"",
                        "translate(1.0 2.0) rotate(-90)");
        Element solid = (Element) svg.getElementsByTagName("path").item(0);
        assertThat(solid.hasAttribute("stroke-dasharray")).isFalse();
    }
}
