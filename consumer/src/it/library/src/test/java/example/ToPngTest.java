package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToPngTest {
    @TempDir Path folder;

    @Test
    void writesPicturesOfTheModel() throws IOException {
        ToPng.write(Bars.run(), folder);
        Set<Integer> pixels = new HashSet<>();
        for (int i = 0; i < 8; i++) {
            BufferedImage picture = ImageIO.read(folder.resolve(i + ".png").toFile());
            assertEquals(8, picture.getWidth());
            assertEquals(8, picture.getHeight());
            pixels.add(picture.getRaster().getSample(3, 3, 0));
        }
        assertEquals(8, pixels.size(), () -> "noises of their own give " + pixels);
    }
}
