package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.store.Json;
import dev.eqm.core.testing.LeakCheck;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code eqm list} and {@code eqm show}: of whole runs, of stopped ones, and of what is broken. */
@ExtendWith(LeakCheck.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ListShowTest {
    @TempDir private static Path folder;
    private static Path runs;

    @BeforeAll
    static void twoRunsAndWhatIsLeftOfOthers() throws IOException {
        runs = folder.resolve("runs");
        train("whole", "train.steps=6", "preview.every=6");
        train("half", "train.steps=6", "preview.every=0");
        Path config = runs.resolve("half/config.yaml");
        Files.writeString(config, Files.readString(config).replace("  steps: 6", "  steps: 12"));
        Files.createDirectories(runs.resolve("rest/checkpoints"));
        Files.createDirectories(runs.resolve("nothing-of-a-run"));
        Files.writeString(runs.resolve("a-file"), "text");
    }

    private static void train(String name, String... settings) {
        List<String> args = Cli.tinyTraining(runs, "--set", "name=" + name);
        Stream.of(settings).forEach(s -> args.addAll(List.of("--set", s)));
        Cli made = Cli.run(args);
        assertThat(made.exit()).as(made.err()).isZero();
    }

    private static Map<?, ?> json(String... args) {
        Cli cli = Cli.run(args);
        assertThat(cli.exit()).as(cli.err()).isZero();
        return (Map<?, ?>) Json.parse(cli.out());
    }

    private static Map<?, ?> listed(String name) {
        return ((List<?>) json("list", runs.toString(), "--json").get("runs"))
                .stream()
                        .map(run -> (Map<?, ?>) run)
                        .filter(run -> run.get("name").equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    @Order(1)
    void runsAreListedNewestFirst() {
        Cli cli = Cli.run("list", runs.toString());
        assertThat(cli.exit()).as(cli.err()).isZero();
        List<String> lines = cli.out().lines().toList();
        assertThat(lines.get(0)).matches("NAME +STATE +STEPS +LOSS +EXPLAINED +CHANGED +SIZE");
        assertThat(lines.get(1)).matches("half +stopped +6/12 +\\d.* 20\\d\\d-.* kB");
        assertThat(lines.get(2)).matches("whole +complete +6/6 +\\d.* 20\\d\\d-.* kB");
        assertThat(lines.get(3)).matches("rest +damaged +0/\\? +- +- +.*");
        assertThat(lines).hasSize(4);
        assertThat(cli.warnings().strip()).isEqualTo("warning: rest: it has no config.yaml");
    }

    @Test
    @Order(2)
    void programsReadTheSame() {
        Map<?, ?> run = listed("whole");
        assertThat(run.get("state")).isEqualTo("complete");
        assertThat(run.get("step")).isEqualTo(6L);
        assertThat((Double) run.get("loss")).isPositive();
        assertThat((Double) run.get("explainedVariance")).isLessThan(1);
        assertThat((Long) run.get("bytes")).isGreaterThan(10_000);
        assertThat(run.get("problems")).isEqualTo(List.of());
        assertThat(listed("rest").get("loss")).isNull();
    }

    @Test
    @Order(3)
    void aRunIsShownWithWhatItIsAndWhatToDoNext() {
        Path run = runs.resolve("whole");
        Cli cli = Cli.run("show", run.toString());
        assertThat(cli.out())
                .as("to be copied as one line")
                .contains("next          eqm eval", " 1000");
        assertThat(cli.out().replaceAll("\\s+", " "))
                .startsWith(run + ": complete")
                .containsPattern("data +Fashion-MNIST")
                .containsPattern("network +custom .*, [\\d,]+ parameters")
                .containsPattern("loss +eqm loss \\(schedule truncated decay \\(a 0.8")
                .containsPattern("progress +step 6 of 6, loss \\d")
                .containsPattern("checkpoints +steps 6")
                .containsPattern("picture +.*whole/samples/00000006.png")
                .containsPattern("next +eqm sample --run " + run)
                .doesNotContain("[", "Config");
        assertThat(cli.warnings())
                .as("after six steps")
                .contains("the model has learned almost nothing", "explained variance is 0.0");
        assertThat(Cli.run("show", runs.resolve("half").toString()).out())
                .contains("stopped", "eqm train --config", "--resume");
    }

    @Test
    @Order(4)
    void aPlaceInARunIsTheRun() {
        Path checkpoint = runs.resolve("whole/checkpoints/00000006");
        for (Path place :
                List.of(
                        checkpoint,
                        checkpoint.getParent(),
                        checkpoint.resolve("ema.safetensors"))) {
            assertThat(json("show", place.toString(), "--json").get("name")).isEqualTo("whole");
        }
        Map<?, ?> shown = json("show", runs.resolve("whole").toString(), "--json");
        assertThat(shown.get("checkpoints")).isEqualTo(List.of(6L));
        assertThat((Long) shown.get("parameters")).isPositive();
        assertThat(shown.get("newestSamples")).isNull();
        assertThat(json("show", runs.resolve("rest").toString(), "--json").get("state"))
                .isEqualTo("damaged");
    }

    @Test
    @Order(5)
    void whatIsNotThereIsTold() {
        Cli none = Cli.run("show", runs.resolve("hole").toString());
        assertThat(none.exit()).isEqualTo(2);
        assertThat(none.err()).contains("no run", "did you mean", "whole");
        assertThat(Cli.run("list", folder.resolve("none").toString()).err())
                .contains("there is no such folder");
        assertThat(Cli.run("list", runs.resolve("whole").toString()).err()).contains("eqm show");
        Cli empty = Cli.run("list", runs.resolve("nothing-of-a-run").toString());
        assertThat(empty.exit()).isZero();
        assertThat(empty.out()).contains("no runs in", "eqm train");
    }

    @Test
    @Order(6)
    void aRunThatIsTrainedNowIsSaidToBe() throws IOException {
        Path lock = runs.resolve("half/lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assertThat(held.isValid()).isTrue();
            assertThat(listed("half").get("state")).isEqualTo("training");
        }
        assertThat(listed("half").get("state")).isEqualTo("stopped");
    }

    /** The last one: it breaks the runs. */
    @Test
    @Order(7)
    void whatIsDamagedIsListedWithWhatIsWrong() throws IOException {
        Path ema = runs.resolve("half/checkpoints/00000006/ema.safetensors");
        Files.write(ema, Arrays.copyOf(Files.readAllBytes(ema), 1000));
        assertThat(listed("half").get("state")).isEqualTo("damaged");
        assertThat(listed("half").get("problems").toString()).contains("ema.safetensors");
        Files.delete(ema);
        assertThat(listed("half").get("problems").toString())
                .contains("ema.safetensors: is missing");
        Path metrics = runs.resolve("whole/metrics.jsonl");
        Files.writeString(metrics, Files.readString(metrics) + "{\"step\": 7, \"lo");
        assertThat((Double) listed("whole").get("loss")).as("half a line").isPositive();
        Files.writeString(runs.resolve("whole/config.yaml"), "train: {steps: many}\n");
        Map<?, ?> broken = listed("whole");
        assertThat(broken.get("state")).isEqualTo("damaged");
        assertThat(broken.get("problems").toString()).contains("config.yaml", "steps");
        Cli shown = Cli.run("show", runs.resolve("whole").toString());
        assertThat(shown.exit()).isZero();
        assertThat(shown.out()).contains("damaged");
        assertThat(shown.warnings()).contains("config.yaml");
    }
}
