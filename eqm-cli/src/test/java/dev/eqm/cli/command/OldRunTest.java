package dev.eqm.cli.command;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.store.Json;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.testing.LeakCheck;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that an early version left: its configuration knows one average and no rate, its checkpoint
 * no skipped steps. That version went on to step 8 with the average in ema-at-8.safetensors.
 */
@ExtendWith(LeakCheck.class)
class OldRunTest {
    @TempDir private Path runs;

    private Path run;

    @BeforeEach
    void copy() throws IOException, URISyntaxException {
        Path frozen = Path.of(OldRunTest.class.getResource("old-run").toURI());
        run = runs.resolve("old-run");
        try (Stream<Path> files = Files.walk(frozen)) {
            for (Path file : files.toList()) {
                Files.copy(file, run.resolve(frozen.relativize(file).toString()));
            }
        }
    }

    private Cli resume(String... more) {
        List<String> args =
                Stream.concat(
                                Stream.of(
                                        "train",
                                        "--config",
                                        run.resolve("config.yaml").toString(),
                                        "--resume",
                                        "--set",
                                        "runs=" + runs,
                                        "--set",
                                        "train.steps=8"),
                                Stream.of(more))
                        .toList();
        return Cli.run(args);
    }

    @Test
    void itGoesOnAsItsOwnVersionWould() throws IOException {
        Cli resumed = resume();
        assertThat(resumed.err()).isEmpty();
        assertThat(resumed.out()).contains("resumed after step 4", "step 8/8");
        Map<String, TensorData> got =
                Safetensors.read(run.resolve("checkpoints/00000008/ema.safetensors")).tensors();
        Map<String, TensorData> want =
                Safetensors.read(run.resolve("ema-at-8.safetensors")).tensors();
        assertThat(got.keySet()).isEqualTo(want.keySet());
        want.forEach((name, t) -> assertClose(got.get(name).floats(), t.floats(), 1e-6, 1e-5));
        List<String> metrics = Files.readAllLines(run.resolve("metrics.jsonl"));
        double before = seconds(metrics.get(1));
        assertThat(metrics).hasSize(4);
        assertThat(seconds(metrics.get(2))).as("seconds go on").isGreaterThan(before);
        assertThat(Files.readString(run.resolve("config.yaml")))
                .contains("warmup: 0", "others: []");
    }

    @Test
    void itIsSampledFrom() {
        Cli sampled =
                Cli.run(
                        "sample",
                        "--run",
                        run.toString(),
                        "--out",
                        runs.resolve("out").toString(),
                        "--count",
                        "2");
        assertThat(sampled.err()).isEmpty();
        assertThat(runs.resolve("out/000001.png")).exists();
    }

    @Test
    void anotherAverageCannotBeginInTheMiddle() {
        Cli refused = resume("--set", "ema.others=[0.9]");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("ema.others is []", "[0.9]");
    }

    private static double seconds(String line) {
        return (Double) ((Map<?, ?>) Json.parse(line)).get("seconds");
    }
}
