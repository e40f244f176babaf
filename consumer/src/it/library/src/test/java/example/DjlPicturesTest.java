package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.Picture;
import dev.eqm.models.weights.CheckpointException;
import dev.eqm.run.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DjlPicturesTest {
    @TempDir Path folder;

    @Test
    void aCheckpointIsOpenedWithTheNetworkOfTheProgram() {
        ImageSource images = ImageSource.of(Bars.PIXELS, Bars.LABELS, new ImageShape(1, 8, 8));
        DjlRun.train(images, folder, 4);
        Path checkpoint = folder.resolve("00000004");
        List<Picture> pictures = DjlPictures.of(checkpoint, 4);
        assertEquals(4, new HashSet<>(pictures).size());
        assertEquals(8, pictures.get(0).width());
        Exception refused =
                assertThrows(CheckpointException.class, () -> Pipeline.open(checkpoint));
        assertTrue(refused.getMessage().contains("two-convolutions"), refused.getMessage());
    }

    @Test
    void thePageShowsTheClass() throws IOException {
        Path readme = Path.of(System.getProperty("readme"));
        String page = Files.readString(readme.resolveSibling("docs").resolve("library.md"));
        String source = Files.readString(Path.of("src/main/java/example/DjlPictures.java"));
        String body =
                source.substring(source.indexOf("        try"), source.lastIndexOf("    }\n}"))
                        .lines()
                        .map(line -> line.substring(8))
                        .collect(Collectors.joining("\n"));
        assertTrue(page.contains("```java\n" + body + "\n```"), body);
    }
}
