package dev.eqm.train.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

import dev.eqm.core.store.Json;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.train.step.GammaBins;
import dev.eqm.train.step.StepCount;
import dev.eqm.train.step.StepReport;
import dev.eqm.train.step.StepTimes;
import dev.eqm.train.step.TinyRun;
import dev.eqm.train.step.TrainState;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
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
            JsonLines lines = new JsonLines(file, 2, 5);
            lines.started(state);
            for (int step = 1; step <= 5; step++) {
                lines.stepped(report(step), state);
            }
        }
        List<String> written = Files.readAllLines(file);
        assertThat(written).hasSize(3);
        Map<?, ?> last = (Map<?, ?>) Json.parse(written.get(2));
        assertThat(last.get("step")).as("the last step, which 2 does not divide").isEqualTo(5L);
        assertThat((Double) last.get("loss")).isCloseTo(5, within(1e-12));
        Map<?, ?> second = (Map<?, ?>) Json.parse(written.get(1));
        assertThat(second.get("step")).isEqualTo(4L);
        assertThat((Double) second.get("loss")).isCloseTo(3.5, within(1e-12));
        assertThat((Double) second.get("explainedVariance")).isCloseTo(1 - 3.5 / 10, within(1e-12));
        assertThat(second.get("images")).isEqualTo(32L);
        assertThat(((Map<?, ?>) second.get("times")).get("forward")).isEqualTo(0.5);
        assertThat(second.get("clipped")).isEqualTo(1L);
        assertThat(second.get("skipped")).isEqualTo(0L);
        List<?> bins = (List<?>) second.get("explainedVarianceByGamma");
        assertThat(bins).hasSize(10);
        assertThat((Double) bins.get(2)).isCloseTo(1 - 3.5 / 10, within(1e-12));
        assertThat(bins.get(3)).as("no images there").isNull();
    }

    @Test
    void badStepsAreCountedAndKeptOutOfTheMeans() throws IOException {
        Path file = folder.resolve("metrics.jsonl");
        try (TrainState state = TinyRun.usual().start()) {
            JsonLines lines = new JsonLines(file, 2, 5);
            lines.started(state);
            lines.stepped(report(1), state);
            for (int step = 2; step <= 4; step++) {
                lines.stepped(bad(step), state);
            }
        }
        List<String> written = Files.readAllLines(file);
        Map<?, ?> first = (Map<?, ?>) Json.parse(written.get(0));
        assertThat(first.get("loss")).isEqualTo(1.0);
        assertThat(first.get("skipped")).isEqualTo(1L);
        Map<?, ?> second = (Map<?, ?>) Json.parse(written.get(1));
        assertThat(second.get("loss")).as("no good step").isNull();
        assertThat(second.get("skipped")).isEqualTo(2L);
    }

    @Test
    void secondsGoOnWhereTheLastKeptLineEnded() throws IOException {
        Path file = folder.resolve("metrics.jsonl");
        Files.writeString(
                file, "{\"step\":2,\"seconds\":1000.5}\n{\"step\":3,\"seconds\":2000.5}\n");
        try (TrainState start = TinyRun.usual().start()) {
            TrainState atTwo =
                    new TrainState(
                            start.model(), start.averages(), start.optimizer(), StepCount.of(2));
            JsonLines lines = new JsonLines(file, 1, 5);
            lines.started(atTwo);
            lines.stepped(report(3), atTwo);
        }
        Map<?, ?> last = (Map<?, ?>) Json.parse(Files.readAllLines(file).get(1));
        assertThat((Double) last.get("seconds")).isBetween(1000.5, 1500.0);
    }

    @Test
    void resumingDropsWhatWillBeDoneAgainAndWhatIsHalfWritten() throws IOException {
        Path file = folder.resolve("metrics.jsonl");
        Files.writeString(file, "{\"step\":1}\n{\"step\":2}\n{\"step\":3}\n{\"step\":4,\"lo");
        try (TrainState start = TinyRun.usual().start()) {
            TrainState atTwo =
                    new TrainState(
                            start.model(), start.averages(), start.optimizer(), StepCount.of(2));
            JsonLines lines = new JsonLines(file, 1, 5);
            lines.started(atTwo);
            lines.stepped(report(3), atTwo);
        }
        List<String> kept = Files.readAllLines(file);
        assertThat(kept).hasSize(3);
        assertThat(kept.subList(0, 2)).containsExactly("{\"step\":1}", "{\"step\":2}");
        assertThat(kept.get(2)).startsWith("{\"step\":3,\"loss\"");
        Files.writeString(file, "", StandardOpenOption.APPEND); // still writable
    }

    @Test
    void aLineThatDoesNotFitIsTakenBack() throws IOException {
        Path file = Files.writeString(folder.resolve("metrics.jsonl"), "{\"step\":1}\n");
        try (FileChannel channel = new FullDisk(file, 17)) {
            byte[] line = "{\"step\":2,\"loss\":3.0}\n".getBytes(StandardCharsets.UTF_8);
            assertThatIOException()
                    .isThrownBy(() -> JsonLines.append(channel, line))
                    .withMessage("No space left on device");
            assertThat(file).hasContent("{\"step\":1}\n");
            JsonLines.append(channel, "{}\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(file).hasContent("{\"step\":1}\n{}\n");
    }

    @Test
    void aFileWithNothingToDropIsLeftAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("metrics.jsonl"), "{\"step\":1}\n");
        FileTime past = FileTime.from(Instant.parse("1980-01-01T00:00:00Z"));
        Files.setLastModifiedTime(file, past);
        try (TrainState start = TinyRun.usual().start()) {
            TrainState atTwo =
                    new TrainState(
                            start.model(), start.averages(), start.optimizer(), StepCount.of(2));
            new JsonLines(file, 1, 5).started(atTwo);
            assertThat(Files.getLastModifiedTime(file)).isEqualTo(past);
            Files.write(file, new byte[] {'{', (byte) 0xFF, '\n'}, StandardOpenOption.APPEND);
            new JsonLines(file, 1, 5).started(atTwo);
        }
        assertThat(file).hasContent("{\"step\":1}\n");
    }

    private static StepReport bad(long step) {
        return new StepReport(
                step, Double.NaN, 10, GammaBins.empty(), Double.NaN, false, 0.1, 8, StepTimes.ZERO);
    }

    private static StepReport report(long step) {
        return new StepReport(
                step,
                step,
                10,
                bins(step),
                1,
                step % 2 == 0,
                0.1,
                8,
                new StepTimes(0.125, 0.25, 0.25, 0.125, 0.125));
    }

    private static GammaBins bins(long step) {
        return GammaBins.of(new float[] {0.25f}, new float[] {step}, new float[] {10});
    }
}
