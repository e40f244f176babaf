package dev.eqm.cli.command.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eqm.core.check.Setting;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The command that a stopped run names. */
class StopOnSignalTest {
    @Test
    void severalRanksAreStartedAgainAsBefore() {
        String train = Setting.command("train").toString();
        Path config = Path.of("runs", "a", "config.yaml");
        assertEquals(
                "mpirun -n 4 " + train + " --config " + config + " --ranks 4 --resume",
                StopOnSignal.again(config, 4));
        assertEquals(train + " --config " + config + " --resume", StopOnSignal.again(config, 1));
    }
}
