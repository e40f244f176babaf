package dev.eqm.run.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.run.config.ConfigException;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.feature.FeatureSpec;
import dev.eqm.sample.evaluation.statistics.Estimate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepFileTest {
    private static final SweepProtocol PROTOCOL = protocol(100);
    private static final SweepPoint TEN = new SweepPoint(7, "gd", 0.01, 2, 10);
    private static final SweepPoint FIFTY = new SweepPoint(7, "gd", 0.01, 2, 50);

    @TempDir private Path folder;

    private static SweepProtocol protocol(int count) {
        FeatureSpec pixels =
                new FeatureSpec("pixels-2", "means", "", Map.of(FeatureKind.POOLED, 4));
        return new SweepProtocol("run", pixels, count, 0, "ema", "nag", "FLOAT32", "data", "12ab");
    }

    private static SweepResult result(SweepPoint point, double distance) {
        Estimate estimate = new Estimate(distance, distance - 1, distance + 1, "jackknife");
        return new SweepResult(point, "abc", estimate, 0.75, 2.5);
    }

    @Test
    void goesOnBehindAHalfWrittenLine() throws IOException {
        Path file = folder.resolve("deep/points.jsonl");
        SweepFile first = SweepFile.open(file, PROTOCOL);
        first.add(result(TEN, 3));
        first.add(SweepResult.diverged(FIFTY, "abc"));
        String whole = Files.readString(file);
        Files.writeString(file, whole + "{\"checkpoint\":7,\"ru");
        SweepFile second = SweepFile.open(file, PROTOCOL);
        assertThat(Files.readString(file)).isEqualTo(whole);
        assertThat(second.all()).isEqualTo(first.all());
        assertThat(second.has(TEN, "abc")).isTrue();
        assertThat(second.has(TEN, "other weights")).isFalse();
        assertThat(second.get(TEN, "abc")).isEqualTo(result(TEN, 3));
        assertThat(second.get(FIFTY, "abc").diverged()).isTrue();
        second.add(result(new SweepPoint(8, "gd", 0.01, 2, 10), 4));
        assertThat(SweepFile.open(file, PROTOCOL).all()).hasSize(3);
    }

    @Test
    void otherSweepsAreNotMixedIn() throws IOException {
        Path file = folder.resolve("points.jsonl");
        SweepFile.open(file, PROTOCOL).add(result(TEN, 3));
        String before = Files.readString(file);
        assertThatThrownBy(() -> SweepFile.open(file, protocol(200)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(
                        "belongs to another sweep", "\"count\":100", "\"count\":200", "overwrite");
        assertThat(Files.readString(file)).isEqualTo(before);
    }
}
