package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eqm.run.training.TrainedRun;
import dev.eqm.train.step.TrainResult;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallRunTest {
    @TempDir Path runs;

    @Test
    void trainsAndGoesOn() throws URISyntaxException {
        Path yaml = Path.of(getClass().getResource("/moons.yaml").toURI());
        TrainedRun first = SmallRun.train(yaml, runs, 20);
        assertEquals(TrainResult.Reason.COMPLETED, first.result().reason());
        TrainedRun longer = SmallRun.train(yaml, runs, 40);
        assertEquals(40, longer.result().step());
        assertTrue(Files.isRegularFile(runs.resolve("moons/checkpoints/00000040/state.json")));
    }
}
