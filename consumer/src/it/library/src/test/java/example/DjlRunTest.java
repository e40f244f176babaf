package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DjlRunTest {
    @TempDir Path folder;

    @Test
    void goesOnAsIfItHadNeverStopped() throws IOException {
        ImageSource images = ImageSource.of(Bars.PIXELS, Bars.LABELS, new ImageShape(1, 8, 8));
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        assertEquals(8, DjlRun.train(images, whole, 8).step());
        assertEquals(4, DjlRun.train(images, parts, 4).step());
        assertEquals(8, DjlRun.train(images, parts, 8).step());
        for (String file : new String[] {"model", "ema", "optimizer"}) {
            Path weights = Path.of("00000008", file + ".safetensors");
            assertEquals(
                    -1, Files.mismatch(whole.resolve(weights), parts.resolve(weights)), file);
        }
    }
}
