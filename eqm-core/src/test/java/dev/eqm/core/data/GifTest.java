package dev.eqm.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.NodeList;

class GifTest {
    @TempDir private Path folder;

    private static Picture grey(int frame) {
        byte[] pixels = new byte[16 * 20];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i + 70 * frame);
        }
        return new Picture(pixels, 16, 20, 1);
    }

    private static Picture plain(int r, int g, int b) {
        byte[] pixels = new byte[4 * 5 * 3];
        for (int i = 0; i < pixels.length; i += 3) {
            pixels[i] = (byte) r;
            pixels[i + 1] = (byte) g;
            pixels[i + 2] = (byte) b;
        }
        return new Picture(pixels, 4, 5, 3);
    }

    @Test
    void framesKeepEveryGreyLevelDelayAndLoop() throws IOException {
        Path file = folder.resolve("a.gif");
        new Gif(70, 1200).write(file, 3, GifTest::grey);
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
            reader.setInput(in);
            assertThat(reader.getNumImages(true)).isEqualTo(3);
            for (int i = 0; i < 3; i++) {
                assertThat(levels(reader.read(i))).isEqualTo(grey(i).pixels());
                assertThat(attribute(reader, i, "GraphicControlExtension", "delayTime"))
                        .isEqualTo(i == 2 ? "120" : "7");
            }
            assertThat(attribute(reader, 0, "ApplicationExtension", "applicationID"))
                    .isEqualTo("NETSCAPE");
        }
        byte[] bytes = Files.readAllBytes(file);
        byte[] loop = {'2', '.', '0', 3, 1, 0, 0, 0}; // a block of three: repeat, 0 = for ever
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                .contains(new String(loop, StandardCharsets.ISO_8859_1));
        new Gif(70, 1200).write(file, 3, GifTest::grey);
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }

    @Test
    void fewColoursStayAsTheyAre() throws IOException {
        Path file = folder.resolve("rgb.gif");
        new Gif(20, 20).write(file, 1, i -> plain(200, 30, 90));
        BufferedImage read = ImageIO.read(file.toFile());
        assertThat(read.getRGB(4, 3)).isEqualTo(0xFF000000 | 200 << 16 | 30 << 8 | 90);
    }

    @Test
    void impossibleDelaysAndMissingFoldersAreRefused() {
        assertThatThrownBy(() -> new Gif(5, 100)).hasMessageContaining("10 to 655350 ms, got a");
        assertThatThrownBy(() -> new Gif(100, 655360)).hasMessageContaining("hold of 655360");
        assertThatThrownBy(
                        () -> new Gif(50, 50).write(folder.resolve("no/a.gif"), 1, GifTest::grey))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("does its folder exist");
    }

    private static byte[] levels(BufferedImage image) {
        byte[] found = new byte[image.getWidth() * image.getHeight()];
        for (int i = 0; i < found.length; i++) {
            int x = i % image.getWidth();
            found[i] = (byte) image.getRGB(x, i / image.getWidth());
        }
        return found;
    }

    private static String attribute(ImageReader reader, int image, String node, String name)
            throws IOException {
        NodeList nodes =
                ((IIOMetadataNode)
                                reader.getImageMetadata(image)
                                        .getAsTree("javax_imageio_gif_image_1.0"))
                        .getElementsByTagName(node);
        return ((IIOMetadataNode) nodes.item(0)).getAttribute(name);
    }
}
