package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eqm.run.training.TrainedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FromArraysTest {
    @TempDir Path runs;

    @Test
    void goesOnAsIfItHadNeverStopped() throws IOException {
        FromArrays.train(Bars.PIXELS, Bars.LABELS, runs, Bars.STEPS / 2);
        TrainedRun run = FromArrays.train(Bars.PIXELS, Bars.LABELS, runs, Bars.STEPS);
        assertEquals(Bars.STEPS, run.result().step());
        Path resumed = run.folder().path();
        for (String file : new String[] {"model", "ema", "optimizer"}) {
            Path weights = Path.of("checkpoints/00000040", file + ".safetensors");
            Path unbroken = Bars.run().resolve(weights);
            assertEquals(-1, Files.mismatch(unbroken, resumed.resolve(weights)), file);
        }
    }
}
