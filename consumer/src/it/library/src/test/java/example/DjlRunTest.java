package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.train.step.StepReport;
import dev.eqm.train.step.TrainListener;
import dev.eqm.train.step.TrainState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        List<Long> steps = new ArrayList<>();
        TrainListener listener =
                new TrainListener() {
                    @Override
                    public void stepped(StepReport report, TrainState state) {
                        steps.add(state.step());
                    }
                };
        DjlRun.train(images, parts, 8, listener);
        assertEquals(List.of(5L, 6L, 7L, 8L), steps);
        for (String file : new String[] {"model", "ema", "optimizer"}) {
            Path weights = Path.of("00000008", file + ".safetensors");
            assertEquals(-1, Files.mismatch(whole.resolve(weights), parts.resolve(weights)), file);
        }
    }
}
