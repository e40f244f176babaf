package dev.eqm.train.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eqm.core.store.Json;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.train.train.StepReport;
import dev.eqm.train.train.StepTimes;
import dev.eqm.train.train.TinyRun;
import dev.eqm.train.train.TrainState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class JsonLinesTest {
    @TempDir private Path folder;

    @Test
    void aLineHoldsTheMeansSinceTheLastOne() throws IOException {
        Path file = folder.resolve("metrics.jsonl");
        try (TrainState state = TinyRun.usual().start()) {
            JsonLines lines = new JsonLines(file, 2);
            lines.started(state);
            for (int step = 1; step <= 5; step++) {
                lines.stepped(report(step), state);
            }
        }
        List<String> written = Files.readAllLines(file);
        assertThat(written).hasSize(2);
        Map<?, ?> second = (Map<?, ?>) Json.parse(written.get(1));
        assertThat(second.get("step")).isEqualTo(4L);
        assertThat((Double) second.get("loss")).isCloseTo(3.5, within(1e-12));
        assertThat((Double) second.get("explainedVariance")).isCloseTo(1 - 3.5 / 10, within(1e-12));
        assertThat(second.get("images")).isEqualTo(32L);
        assertThat(((Map<?, ?>) second.get("times")).get("forward")).isEqualTo(0.5);
    }

    @Test
    void resumingDropsWhatWillBeDoneAgainAndWhatIsHalfWritten() throws IOException {
        Path file = folder.resolve("metrics.jsonl");
        Files.writeString(file, "{\"step\":1}\n{\"step\":2}\n{\"step\":3}\n{\"step\":4,\"lo");
        try (TrainState start = TinyRun.usual().start()) {
            TrainState atTwo = new TrainState(start.model(), start.average(), start.moments(), 2);
            JsonLines lines = new JsonLines(file, 1);
            lines.started(atTwo);
            lines.stepped(report(3), atTwo);
        }
        List<String> kept = Files.readAllLines(file);
        assertThat(kept).hasSize(3);
        assertThat(kept.subList(0, 2)).containsExactly("{\"step\":1}", "{\"step\":2}");
        assertThat(kept.get(2)).startsWith("{\"step\":3,\"loss\"");
        Files.writeString(file, "", StandardOpenOption.APPEND); // still writable
    }

    private static StepReport report(long step) {
        return new StepReport(
                step, step, 10, 1, 0.1, 8, new StepTimes(0.125, 0.25, 0.25, 0.125, 0.125));
    }
}
