package dev.eqm.sample.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.eqm.core.data.Picture;
import dev.eqm.core.data.Png;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class CanvasTest {
    private static final double[] ACROSS = {-50, 50};

    @TempDir private Path folder;

    /** Both canvases get the same marks. */
    private static void draw(Canvas canvas) {
        canvas.disc(5, 5, 3, Ink.VERMILION);
        canvas.clipped(
                10, 10, 10, 10, () -> canvas.line(ACROSS, new double[] {15, 15}, Ink.BLACK, 4));
        canvas.text(10, 30, "a < b & \u2207", 8, Canvas.Anchor.MIDDLE, true, Ink.GREY);
    }

    @Test
    void pixelsAreWhereTheyShouldBe() {
        Canvas canvas = new RasterCanvas(40, 40, 2);
        draw(canvas);
        Path file = folder.resolve("a.png");
        canvas.write(file);
        Picture picture = Png.read(file);
        assertThat(picture.width()).isEqualTo(80);
        assertThat(rgb(picture, 10, 10)).isEqualTo(0xD55E00);
        assertThat(rgb(picture, 30, 30)).isEqualTo(0x222222);
        assertThat(rgb(picture, 10, 30)).as("left of the clip").isEqualTo(0xFFFFFF);
        assertThat(rgb(picture, 50, 30)).as("right of the clip").isEqualTo(0xFFFFFF);
        boolean written = false;
        for (int x = 0; x < 40; x++) {
            written |= rgb(picture, x, 56) != 0xFFFFFF;
        }
        assertThat(written).as("text").isTrue();
    }

    private static int rgb(Picture picture, int x, int y) {
        byte[] p = picture.pixels();
        int at = 3 * (y * picture.width() + x);
        return (p[at] & 0xFF) << 16 | (p[at + 1] & 0xFF) << 8 | (p[at + 2] & 0xFF);
    }

    @Test
    void svgIsWellFormed() throws Exception {
        SvgCanvas canvas = new SvgCanvas(40, 40);
        draw(canvas);
        canvas.write(folder.resolve("a.svg"));
        String text = Files.readString(folder.resolve("a.svg"));
        Document svg = parse(text);
        assertThat(svg.getElementsByTagName("text").item(0).getTextContent())
                .isEqualTo("a < b & \u2207");
        assertThat(svg.getElementsByTagName("circle").getLength()).isOne();
        assertThat(svg.getElementsByTagName("path").item(0).getParentNode().getNodeName())
                .isEqualTo("g");
        assertThat(text).contains("fill=\"#D55E00\"", "M-50.0 15.0L50.0 15.0");
    }

    @Test
    void figuresCombinePanelsAndLegend() throws Exception {
        Figure figure =
                new Figure(
                        List.of(
                                panel -> panel.title("first", "under"),
                                panel -> panel.dot(0, 0, 2, Ink.BLACK)),
                        2,
                        List.of(new Figure.Mark("dots", (c, x, y) -> c.disc(x, y, 2, Ink.GREY))),
                        List.of(0.25, 2.0),
                        "levels:");
        figure.write(folder.resolve("new/f.png"), folder.resolve("new/f.svg"));
        String svg = Files.readString(folder.resolve("new/f.svg"));
        parse(svg);
        assertThat(svg).contains(">first<", ">under<", ">dots<", ">0.25<", ">2<", ">\u22122<");
        assertThat(Png.read(folder.resolve("new/f.png")).width()).isGreaterThan(1200);
    }

    @Test
    void theScaleGetsLighter() {
        int last = -1;
        for (double at = 0; at <= 1; at += 0.1) {
            int rgb = Ink.scale(at).rgb();
            int sum = (rgb >> 16) + ((rgb >> 8) & 0xFF) + (rgb & 0xFF);
            assertThat(sum).isGreaterThan(last);
            last = sum;
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Ink(0, 1.5))
                .withMessageContaining("alpha");
    }

    private static Document parse(String xml) throws Exception {
        try (ByteArrayInputStream in =
                new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))) {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
