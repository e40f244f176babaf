package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.store.Json;
import dev.eqm.core.testing.LeakCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Clipping, micro-batches, rates, averages and event files, as a configuration sets them. */
@ExtendWith(LeakCheck.class)
class TrainingOptionsTest {
    private static final List<String> ALL =
            List.of(
                    "train.microBatch=3",
                    "train.clipNorm=0.01",
                    "train.gamma=stratified",
                    "train.onBadStep=skip",
                    "ema={decay: 0.9, others: [0.5], warmup: true}");

    private static final String COSINE = "rate={kind: cosine, warmup: 3, floor: 0.1}";
    private static final String CONSTANT = "rate={kind: constant, warmup: 3}";

    @TempDir private Path folder;

    private Cli train(String rate, String... more) {
        List<String> settings = new ArrayList<>(List.of("--set", rate));
        ALL.forEach(s -> settings.addAll(List.of("--set", s)));
        settings.addAll(List.of(more));
        return Cli.run(Cli.tinyTraining(folder, settings.toArray(String[]::new)));
    }

    @Test
    void allTogetherTrainResumeAndSample() throws IOException {
        Cli trained = train(COSINE);
        assertThat(trained.err()).isEmpty();
        assertThat(trained.out()).contains("gradients clipped in 12 of 12 steps (100.0 %)");
        Path run = folder.resolve("tiny");
        assertThat(Files.readString(run.resolve("config.yaml")))
                .contains(
                        "microBatch: 3",
                        "clipNorm: 0.01",
                        "gamma: stratified",
                        "onBadStep: skip",
                        "badStepLimit: 10",
                        "kind: cosine",
                        "others: [0.5]",
                        "tensorboard: true");
        List<String> lines = Files.readAllLines(run.resolve("metrics.jsonl"));
        Map<?, ?> last = (Map<?, ?>) Json.parse(lines.get(2));
        assertThat(last.get("clipped")).isEqualTo(4L);
        assertThat(last.get("skipped")).isEqualTo(0L);
        assertThat((List<?>) last.get("explainedVarianceByGamma")).hasSize(10);
        assertThat((Double) last.get("rate")).isBetween(0.0002, 0.0004);
        assertThat(run.resolve("checkpoints/00000012/ema-0.5.safetensors")).exists();
        assertThat(eventFiles(run)).hasSize(1);
        assertThat(Files.size(eventFiles(run).get(0))).isGreaterThan(10_000); // two pictures in it

        Cli sampled = sample(run, "ema-0.5", "half");
        assertThat(sampled.err()).isEmpty();
        assertThat(sampled.out()).contains("ema-0.5 weights");
        sample(run, "ema", "main");
        assertThat(Files.readAllBytes(folder.resolve("half/grid.png")))
                .isNotEqualTo(Files.readAllBytes(folder.resolve("main/grid.png")));
        Cli unknown = sample(run, "ema-0.7", "none");
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err()).contains("--weights ema-0.7", "ema, ema-0.5, model");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    private Cli sample(Path run, String weights, String out) {
        return Cli.run(
                "sample",
                "--run",
                run.toString(),
                "--weights",
                weights,
                "--count",
                "2",
                "--out",
                folder.resolve(out).toString());
    }

    @Test
    void eventFilesCanBeSwitchedOffAndGoOnInANewOne() throws IOException {
        train(CONSTANT, "--set", "train.steps=6", "--set", "tensorboard=false");
        Path run = folder.resolve("tiny");
        assertThat(eventFiles(run)).isEmpty();
        for (int steps : new int[] {8, 12}) {
            Cli resumed = train(CONSTANT, "--resume", "--set", "train.steps=" + steps);
            assertThat(resumed.err()).isEmpty();
        }
        assertThat(eventFiles(run)).hasSize(2);
    }

    @Test
    void aCosineTiesTheRateToTheNumberOfSteps() {
        train(COSINE);
        Cli longer = train(COSINE, "--resume", "--set", "train.steps=20");
        assertThat(longer.exit()).isEqualTo(2);
        assertThat(longer.err())
                .contains(
                        "train.steps is 12, but now it would be 20; the learning rate of this run depends on the number of steps",
                        "start a new run from these weights: --warm-start "
                                + folder.resolve("tiny"),
                        "--set name=OTHER");
        Cli free =
                train(
                        COSINE,
                        "--resume",
                        "--set",
                        "train.onBadStep=stop",
                        "--set",
                        "tensorboard=false");
        assertThat(free.err()).isEmpty();
    }

    @Test
    void badStepsAreToldAndTooManyEndTheRun() {
        Cli exploded =
                train(
                        CONSTANT,
                        "--set",
                        "optimizer.learningRate=1e5",
                        "--set",
                        "train.badStepLimit=3",
                        "--set",
                        "train.steps=200",
                        "--set",
                        "preview.every=0");
        assertThat(exploded.exit()).isEqualTo(1);
        assertThat(exploded.out()).contains("skipped: loss", "2 steps skipped");
        assertThat(exploded.err()).contains("No checkpoint has been written yet", "start again");
    }

    private static List<Path> eventFiles(Path run) throws IOException {
        try (Stream<Path> files = Files.list(run)) {
            return files.filter(f -> f.getFileName().toString().contains("tfevents")).toList();
        }
    }
}
